"""TeX mathematics as MathML, which browsers show by themselves.

What latex2mathml does not know, or does in a way that we do not want (links, styles, macros that
grow), stays TeX that can be read.
"""

import re
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from paper_notes.doors.html.policy import MATHML

LONGEST = 2_000
"""Characters of one formula."""
DEEPEST = 60
"""Elements of MathML in one another."""

_REFUSED = re.compile(
    r"\\(?:(?:re|provide)?new(?:command|environment)|providecommand|DeclareMathOperator|[gex]?def|let|require"
    r"|unicode|href|url|style|class|cssId|includegraphics|verb|color|textcolor|colorbox|fcolorbox|rule)"
    r"(?![A-Za-z])"
)
"""Macros can grow without end; the others are links, styles, colours that a theme cannot know."""
_SPELT = {
    r"\arg\max": r"\argmax",
    r"\arg\min": r"\argmin",
    r"\arg": r"\operatorname{arg}",
    r"\bm": r"\boldsymbol",
    r"\mathds": r"\mathbb",
    "{align}": "{align*}",  # GitHub numbers no equations
    "{aligned}": "{align*}",
    "{equation}": "{gathered}",
    "{equation*}": "{gathered}",
    "{gather}": "{gathered}",
}
"""What latex2mathml calls otherwise, or does not know."""
_SPELLING = re.compile(
    "|".join(
        re.escape(name) + ("(?![A-Za-z])" if name.startswith("\\") else "")
        for name in sorted(_SPELT, key=len, reverse=True)
    )
)
_UPRIGHT = re.compile(r"\\mathrm *\{([A-Za-z])\}")
"""A single letter, which latex2mathml would leave to be drawn slanted."""
_ENTITY = re.compile("&#x([0-9A-Fa-f]{2,6});")
_VALUE = re.compile(r"[a-z0-9 .+-]{1,40}", re.IGNORECASE)
_AMOUNT = re.compile(r"-?\d*\.?\d+")
_ROWS = ("math", "mrow", "mstyle", "mtd", "msqrt", "mpadded", "mphantom")
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
_BELOW = {"msub": "munder", "msubsup": "munderover"}
_LIMITS = (
    *("max", "min", "sup", "inf", "lim", "Pr", "det", "gcd", "argmax", "argmin"),
    *("arg\u2009max", "arg\u2009min", "lim\u2006sup", "lim\u2006inf"),
)
_LARGEST = 20.0
_SMALLEST = -2.0

# Browsers draw letters of other alphabets as the characters that Unicode has for them (MathML Core):
# where capitals, small letters and digits begin.
_ALPHABETS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "italic": (0x1D434, 0x1D44E, None),
    "bold-italic": (0x1D468, 0x1D482, 0x1D7CE),
    "script": (0x1D49C, 0x1D4B6, None),
    "fraktur": (0x1D504, 0x1D51E, None),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
_GREEK = {"bold": 0x1D6C2, "bold-italic": 0x1D736}
_EXCEPTIONS = {
    ("italic", "h"): "ℎ",
    **{("script", letter): char for letter, char in zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)},
    **{("fraktur", letter): char for letter, char in zip("CHIRZ", "ℭℌℑℜℨ", strict=True)},
    **{("double-struck", letter): char for letter, char in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)},
}
"""Letters that Unicode had before the rest of their alphabets."""


class _CannotError(Exception):
    """The formula is not to be had as MathML."""


@lru_cache(maxsize=4096)
def math_html(tex: str, *, block: bool = False) -> str:
    """Return a formula as HTML, given as TeX without dollars; `block` puts it on a line of its own."""
    tex = " ".join(tex.split())
    try:
        return _mathml(tex, block=block)
    except _CannotError:
        marks = "math math-block" if block else "math"
        return f'<code class="{marks}">{escape(tex)}</code>'


def _mathml(tex: str, *, block: bool) -> str:
    if not tex or len(tex) > LONGEST or _REFUSED.search(tex):
        raise _CannotError
    # Imported with the first formula: most notes have none.
    from latex2mathml.converter import Converter

    spelt = _UPRIGHT.sub(r"\\text{\1}", _SPELLING.sub(lambda match: _SPELT[match[0]], tex))
    try:
        root = Converter(display="block" if block else "inline").convert_to_element(spelt)
    except Exception as error:
        # Its own errors have no base in common, and its parser meets the unforeseen with any of Python's.
        raise _CannotError from error
    if block:
        _put_below(root)
    shown = ' display="block" tabindex="0"' if block else ""
    return f'<math{shown} alttext="{escape(tex)}">{_row(root, 0)}</math>'


def _put_below(root: Element) -> None:
    """Put what belongs below an operator there, which is on its side in a line of text only."""
    for element in root.iter():
        if element.tag in _BELOW and _text(element[0]) in _LIMITS:
            element.tag = _BELOW[element.tag]


def _row(parent: Element, depth: int) -> str:
    """Return what is in an element, with TeX's thin spaces around names of functions."""
    parts: list[str] = []
    before: Element | None = None
    for child in parent:
        named = parent.tag in _ROWS and (_is_name(child) or (before is not None and _is_name(before)))
        if named and before is not None and not _keeps_away(before, child):
            parts.append('<mspace width="0.167em"></mspace>')
        parts.append(_written(child, depth + 1))
        before = child
    return "".join(parts)


def _is_name(element: Element) -> bool:
    """Whether it is the name of a function, alone or with something below or above it."""
    base = element[0] if element.tag in _SCRIPTS and len(element) else element
    text = _text(base).replace("\u2009", "")
    return base.tag in ("mi", "mo") and len(text) > 1 and text.isascii() and text.isalpha()


def _keeps_away(left: Element, right: Element) -> bool:
    """Whether two neighbours need no space of ours: operators bring their own, brackets none."""
    if _is_name(left):
        inner = right[0] if right.tag == "mrow" and len(right) else right
        return inner.tag in ("mo", "mspace") and not _is_name(inner)
    return left.tag in ("mo", "mspace") and _text(left) not in (")", "]", "}")


def _text(element: Element) -> str:
    return _ENTITY.sub(lambda match: chr(int(match[1], 16)), element.text or "")


def _written(element: Element, depth: int) -> str:
    """Return an element as markup; what the policy does not name makes the formula stay TeX."""
    tag, text = element.tag, _text(element)
    if tag not in MATHML or depth > DEEPEST:
        raise _CannotError
    if (text.startswith("\\") and len(text) > 1) or (tag == "mi" and text in ("&", "\\")):
        raise _CannotError  # a command or an environment that it does not know
    attributes = dict(element.attrib)
    if tag == "mi" and text == "~":
        tag, text = "mo", "∼"  # \sim, which is a relation
    elif tag == "mo" and _is_name(element):
        tag, attributes = "mi", {}  # what is no operator has no wide spaces
    elif tag == "mo" and text in "|‖" and "stretchy" not in attributes:
        attributes |= {"stretchy": "false", "lspace": "0", "rspace": "0"}
    variant = attributes.pop("mathvariant", None)
    if variant == "normal" and tag == "mi" and len(text) == 1:
        attributes["mathvariant"] = variant
    elif variant:
        text = "".join(_in_alphabet(char, variant) for char in text)
    side = attributes.pop("columnalign", None) if tag == "mtd" else None
    if side in ("left", "right"):
        attributes["class"] = side  # browsers leave the sides to style sheets (MathML Core)
    marks = "".join(
        f' {name}="{value}"' for name, value in attributes.items() if _is_allowed(tag, name, value)
    )
    return f"<{tag}{marks}>{escape(text, quote=False)}{_row(element, depth)}</{tag}>"


def _is_allowed(tag: str, name: str, value: str) -> bool:
    """Whether an attribute goes with it: no length is such that text would lie over other text."""
    if name not in MATHML[tag]:
        if name in ("mathcolor", "mathbackground", "xmlns"):
            return False
        raise _CannotError
    amounts = [float(amount) for amount in _AMOUNT.findall(value)]
    return bool(_VALUE.fullmatch(value)) and all(_SMALLEST <= amount <= _LARGEST for amount in amounts)


def _in_alphabet(char: str, variant: str) -> str:
    capitals, small, digits = _ALPHABETS.get(variant, (None, None, None))
    for start, first, last in ((capitals, "A", "Z"), (small, "a", "z"), (digits, "0", "9")):
        if start is not None and first <= char <= last:
            return _EXCEPTIONS.get((variant, char)) or chr(start + ord(char) - ord(first))
    if variant in _GREEK and "α" <= char <= "ω":
        return chr(_GREEK[variant] + ord(char) - ord("α"))
    return char
