r"""TeX in other people's words: which of it is mathematics, and what the rest says in Unicode.

arXiv's titles and names are Unicode with some TeX in it: `$L_p$`, and in older papers
`Schr\"odinger`. Not every `$` or backslash is
TeX, so what does not look like it is taken for what it is: a dollar, a backslash.
"""

import re
import unicodedata
from typing import NamedTuple

_GREEK_LETTERS = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϑϕϱς"
_GREEK_NAMES = """
    alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
    varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega epsilon vartheta phi
    varrho varsigma
"""
GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
"""Greek letters and their TeX names; capitals that look like Latin ones have none."""

SYMBOLS = {
    "×": "times",
    "±": "pm",
    "·": "cdot",
    "≤": "leq",
    "≥": "geq",
    "≠": "neq",
    "≈": "approx",
    "≡": "equiv",
    "∼": "sim",
    "∈": "in",
    "∞": "infty",
    "→": "rightarrow",
    "←": "leftarrow",
    "↔": "leftrightarrow",
    "⇒": "Rightarrow",
    "∀": "forall",
    "∃": "exists",
    "∂": "partial",
    "∇": "nabla",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "√": "surd",
    "∪": "cup",
    "∩": "cap",
    "⊂": "subset",
    "⊆": "subseteq",
    "⊕": "oplus",
    "⊗": "otimes",
    "∘": "circ",
    "ℓ": "ell",
}
"""Symbols that are mathematics, and their TeX names."""

LETTERS = {
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "å": "aa",
    "Å": "AA",
    "ı": "i",
    "ȷ": "j",
}
"""Letters of Latin scripts that have a TeX name of their own."""

ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining accents, and the TeX command for each."""

_BY_NAME = {name: char for char, name in {**SYMBOLS, **GREEK}.items()}
_LETTER_BY_NAME = {name: char for char, name in LETTERS.items()}
_ACCENT_BY_NAME = {name: char for char, name in ACCENTS.items()}

# Two dollars or one around something without dollars; which of them are mathematics, _is_math tells.
_MATH = re.compile(r"(?<!\\)(\$\$|\$)((?:[^$\\]|\\.)+?)\1(?!\$)", re.DOTALL)

_ACCENT = re.compile(
    r"""\\(?: ([`'^"~=.]) | ([uvHckbdr])(?=[ {\\]) ) [ ]*
    (?: \{\\?([A-Za-z])\} | \\([ij])(?![A-Za-z])[ ]* | ([A-Za-z]) )""",
    re.VERBOSE,
)
_BRACED_ACCENT = re.compile(r"\{(" + _ACCENT.pattern + r")\}", re.VERBOSE)
_COMMAND = re.compile(r"\{\\([A-Za-z]+) *\}|\\([A-Za-z]+)(?:\{\}|(?![A-Za-z]) ?)")
_STYLED = re.compile(r"\\(?:emph|text(?:it|bf|tt|sc|rm|sf|sl|up)?|mbox)\{([^{}]*)\}")
_GROUPED = re.compile(r"(?<=\w)\{(\w+)\}|\{(\w+)\}(?=\w)")
_ESCAPED = re.compile(r"\\([%&#_{}$ ])")

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Controls that are no white space, and marks that show nothing or turn the text around."""

_TEX = re.compile(r"[$\\{]")


class Piece(NamedTuple):
    """A stretch of text, or of mathematics without the dollars around it."""

    text: str
    math: bool = False


def pieces(text: str) -> list[Piece]:
    """Return `text` on one line, as Unicode text and TeX mathematics in turn."""
    text = " ".join(UNSEEN.sub("", text).split())
    if not _TEX.search(text):
        return [Piece(text)] if text else []
    found, at = list[Piece](), 0
    match = _MATH.search(text)
    while match:
        if _is_math(match):
            found.append(Piece(_unicode(text[at : match.start()])))
            found.append(Piece(match[2].strip(), math=True))
            at = match.end()
        match = _MATH.search(text, max(at, match.end(1)))
    found.append(Piece(_unicode(text[at:])))
    return [piece for piece in found if piece.text]


def to_unicode(text: str) -> str:
    """Return `text` on one line as people read it: accents composed, mathematics left as TeX."""
    return "".join(f"${piece.text}$" if piece.math else piece.text for piece in pieces(text))


def _is_math(match: re.Match[str]) -> bool:
    """Whether this is a formula and not two prices: the rule of Pandoc's Markdown, and one for TeX."""
    inner = match[2]
    if not inner.strip() or match.string[match.end() : match.end() + 1].isdigit():
        return False
    tight = not inner[0].isspace() and not inner[-1].isspace()
    return (tight or bool(re.search(r"[\\^_]", inner))) and _balanced(inner)


def _balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _unicode(text: str) -> str:
    if "\\" in text:
        text = _BRACED_ACCENT.sub(lambda match: _ACCENT.sub(_accented, match[1]), text)
        text = _ACCENT.sub(_accented, text)
        text = _COMMAND.sub(_named, text)
        text = _STYLED.sub(r"\1", text)
        text = _ESCAPED.sub(r"\1", text)
    return _GROUPED.sub(r"\1\2", text) if "{" in text else text


def _accented(match: re.Match[str]) -> str:
    sign, letter = match[1] or match[2], match[3] or match[4] or match[5]
    composed = unicodedata.normalize("NFC", letter + _ACCENT_BY_NAME[sign])
    return composed if len(composed) == 1 else match[0]


def _named(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    return _BY_NAME.get(name) or _LETTER_BY_NAME.get(name) or match[0]
