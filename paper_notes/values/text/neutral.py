"""Other people's words, made harmless for GitHub: they are read, they never act.

A paper's title, authors, abstract and comment come from strangers. GitHub would take
`@name` in them for a mention, `#12` for a reference, `$x$` for mathematics, `<b>` for HTML.
Escaping a mention or a reference does not help (GitHub looks at the rendered text), a
zero-width space inside it does; Markdown is escaped where it could act and left readable
where it could not. Sources: GitHub docs, "Autolinked references and URLs", "Writing
mathematical expressions"; the GitHub Flavored Markdown spec.
"""

import re
from typing import Literal

from paper_notes.values.percent import escape_match

Into = Literal["markdown", "link", "title"]

ZWSP = "\u200b"

# Controls (but for white space), U+200B and U+FEFF, bidi embeddings, overrides and isolates, lone surrogates.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# What GitHub acts upon in rendered text. `www.` and `://` would become links by themselves.
_BREAK = r"""
    (?P<break> @(?=\S) | \#(?=[0-9]) | (?<![a-z0-9])gh-(?=[0-9]) | :(?=[a-z0-9_+-]+:) | :(?=//)
             | (?<![a-z0-9])www(?=\.) )
  | (?P<sha> (?<![a-z0-9]) [0-9a-f]{7,} (?![a-z0-9]) )
"""

# No user name before the host: such a link is made to mislead. What ends a sentence does not end a URL.
_URL = r"""
    (?P<url> (?<![a-z0-9_\\]) https?:// [a-z0-9-]++ (?:\.[a-z0-9-]++)*+ (?::[0-9]++)?+ (?![^\s/?\#]*@)
             (?: (?=[/?\#]) (?: [a-z0-9_.~!*';:@&=+$,/?\#%-] | \([a-z0-9_.~!*';:@&=+$,/?\#%-]*+\) )*
                 (?: [a-z0-9/&=+\#%-] | \([a-z0-9_.~!*';:@&=+$,/?\#%-]*+\) ) )? )
"""

# A backslash in front makes these literal. `_` inside a word, ` > ` and `R&D` cannot act.
_MARKUP = r"""
    (?P<number> ^[0-9]{1,9} (?=[.)](?:\ |$)) )
  | (?P<dollar> \$ )
  | (?P<markup> \\(?=[!-/:-@\[-`{-~]|$) | [`*~\[\]<|] | (?<!\ )> | (?<![a-z0-9])_ | _(?![a-z0-9])
              | &(?=\#?[a-z0-9]{1,40};) | ^[-+=:\#](?![\w\u200b]) )
"""

_FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
_IN_TITLE = re.compile(_BREAK, _FLAGS)
_IN_LINK = re.compile(f"{_BREAK}|{_MARKUP}", _FLAGS)
_IN_MARKDOWN = re.compile(f"{_URL}|{_BREAK}|{_MARKUP}", _FLAGS)

_REFERENCE = re.compile(
    r"https?://(?:www\.)?github\.com\.?(?::[0-9]+)?/(?=[^/?#]+/[^/?#]+/(?:issues|pulls?|discussions|commits?)/)",
    re.IGNORECASE,
)


def neutralise(text: str, *, into: Into = "markdown") -> str:
    """Return `text` on one line, such that GitHub shows it and does nothing else with it.

    `into` says where it goes: "markdown" into running text, where URLs stay clickable;
    "link" between the brackets of a link, where they are not; "title" into the title of an
    issue, where Markdown does not count and nothing is escaped. Put white space or
    punctuation between two such texts.
    """
    text = " ".join(_DROPPED.sub("", text).split())
    if into == "title":
        return _IN_TITLE.sub(_harmless, text)
    if into == "link":
        return _IN_LINK.sub(_harmless, text)
    return _IN_MARKDOWN.sub(_harmless, text)


_ELSEWHERE = re.compile(
    r"""(?P<url>https?://[^\s<>()\[\]"'`]+) | (?P<name>@(?=\w)) | (?P<number>[\w-]/[\w.-]+\#)(?=[0-9])""",
    re.VERBOSE | re.IGNORECASE,
)


def hushed(text: str) -> str:
    """Return Markdown that a person wrote in one place such that its copy in another disturbs nobody.

    `@name` notifies nobody, and issues of other repositories get no backlink; that is so in code too, where
    GitHub would not look for them, since nothing but GitHub knows for certain what is code there, and a later
    edit above it, such as one more row of backticks, makes text of it. All else acts as before, `#12` too.
    """
    return _ELSEWHERE.sub(_silent, text)


def _silent(match: re.Match[str]) -> str:
    if match.lastgroup == "url":
        return _REFERENCE.sub("https://redirect.github.com/", match[0].replace("@", "%40"), count=1)
    return match[0] + ZWSP


def link_target(url: str) -> str:
    """Return `url` fit for the parentheses of a Markdown link; empty unless it is http(s).

    References to GitHub issues go through redirect.github.com, which leaves no backlink there.
    """
    url = _DROPPED.sub("", url).strip()
    if not re.match(r"https?://[^/?#\s@]+(?:[/?#]|$)", url, re.IGNORECASE):
        return ""
    return _tame(re.sub(r"[\s()<>\[\]\\`\"'|*^{}]", escape_match, url))


def _harmless(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "break":
            return found + ZWSP
        case "sha":
            return ZWSP.join(found[at : at + 6] for at in range(0, len(found), 6))
        case "url":
            return f"<{_tame(found)}>"
        case "dollar":
            return "<span>$</span>"
        case "number":
            return found + "\\"
        case _:
            return "\\" + found


def _tame(url: str) -> str:
    """Encode what GitHub would act upon in a URL, and leave no backlink on other people's issues."""
    url = re.sub(r"[@$]|:(?=[a-z0-9_+-]+:)", escape_match, url, flags=re.IGNORECASE)
    url = re.sub(r"(&#?[a-z0-9]+);", r"\1%3B", url, flags=re.IGNORECASE)
    return _REFERENCE.sub("https://redirect.github.com/", url, count=1)
