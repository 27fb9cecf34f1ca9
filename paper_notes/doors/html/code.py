"""Code in colours: Pygments' classes, and the style sheets that go with them."""

from functools import lru_cache
from html import escape
from typing import Any

LONGEST = 50_000
"""Characters of one block; a longer one is shown without colours."""
LIGHT, DARK = "xcode", "lightbulb"
"""Pygments' styles that keep a contrast of 4.5 to 1 (WCAG 2.2, AA) on grounds as light, or dark, as ours."""

_CHANGES = {
    ".gd": "{ color: #82071e; background-color: #ffebe9 }",
    ".gi": "{ color: #116329; background-color: #dafbe1 }",
}
"""Lines that went and lines that came, which the light style forgot."""


def highlighted(code: str, language: str) -> str:
    """Return code as HTML, marked up if the language is one that Pygments knows."""
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    from pygments import highlight

    html: str = highlight(code, lexer, _formatter())
    return html if code.endswith("\n") else html.removesuffix("\n")


def highlight_css(scope: str = ".highlight", *, dark: bool = False) -> str:
    """Return the rules for code below `scope`, for a light or a dark ground; they set no ground."""
    from pygments.formatters.html import HtmlFormatter

    formatter = HtmlFormatter(style=DARK if dark else LIGHT)
    rules: list[str] = formatter.get_token_style_defs(scope)
    if not dark:
        rules += [f"{scope} {kind} {rule}" for kind, rule in _CHANGES.items()]
    return "\n".join(rules) + "\n"


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    if not language:
        return None
    # Imported with the first block that names a language: most notes have none.
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=1)
def _formatter() -> Any:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)
