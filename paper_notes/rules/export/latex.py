r"""Text for a LaTeX document: nothing in it breaks the document, or does anything in it.

Latin letters with accents, Greek and the usual symbols become commands, which classic BibTeX
needs (it takes UTF-8 apart when it abbreviates names) and biber, bibtexparser and pybtex
understand. Other scripts stay as they are: no command exists, and whoever cites them uses an
engine that reads UTF-8. Mathematics stays, if it consists of well-known commands only: an
unknown one would stop the document, and some, as `\input`, would read files into it.
"""

import re
import unicodedata
from functools import lru_cache

from paper_notes.values.text.tex import ACCENTS, GREEK, LETTERS, SYMBOLS, UNSEEN, Piece, pieces

_TEXT = {
    "\\": r"{\textbackslash}",
    "{": r"{$\lbrace$}",
    "}": r"{$\rbrace$}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "%&#_$"},
    # In the default font encoding these three would come out as other characters.
    **{char: f"{{${char}$}}" for char in "<>|"},
    "\u00a0": "~",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "--",
    "–": "--",
    "—": "---",
    "\u2212": "{$-$}",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"{\ldots}",
    "°": r"{$^\circ$}",
    "²": "{$^2$}",
    "³": "{$^3$}",
    "µ": r"{$\mu$}",
    **{char: f"{{\\{name}}}" for char, name in LETTERS.items()},
    **{char: f"{{$\\{name}$}}" for char, name in {**SYMBOLS, **GREEK}.items()},
}
_BELOW = ("\u0323", "\u0327", "\u0328", "\u0331")
"""Accents under a letter, which leave its dot alone."""

_IN_MATH = {char: f"\\{name} " for char, name in {**SYMBOLS, **GREEK, "µ": "mu"}.items()}

_MATH_WORDS = """
    mathcal mathbb mathbf mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol bm text textrm textit
    textbf mbox rm bf it cal operatorname frac tfrac dfrac binom sqrt overline underline hat widehat
    tilde widetilde bar vec dot ddot check breve acute grave left right big Big bigl bigr Bigl Bigr
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert mid parallel lbrace rbrace
    cdots ldots dots vdots ddots quad qquad le ge ne ll gg lesssim gtrsim to gets mapsto longrightarrow
    Leftrightarrow iff implies propto simeq cong prec succ preceq succeq subsetneq supset supseteq notin
    ni not setminus emptyset varnothing wedge vee neg land lor perp top bot star ast bullet dagger odot
    ominus div mp sup inf max min arg argmax argmin lim limsup liminf log ln lg exp sin cos tan cot
    arcsin arccos arctan sinh cosh tanh det dim ker gcd deg hom Pr mod pmod bmod hbar imath jmath Re Im
    aleph prime angle triangle square Box diamond sharp flat natural iint oint coprod bigcup bigcap
    bigoplus bigotimes bigsqcup sqcup sqcap vartriangle limits nolimits displaystyle textstyle
    scriptstyle
"""
_MATH_COMMANDS = frozenset({*GREEK.values(), *SYMBOLS.values(), *_MATH_WORDS.split()})
"""What mathematics may consist of: fonts, accents, brackets, relations, names of functions."""

_COMMAND = re.compile(r"\\([A-Za-z]+|.|$)")
_RENAMED = {r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\Bbb": r"\mathbb"}
# What must not, or cannot, stand in LaTeX for itself.
_NOT_PLAIN = re.compile(r"[^ -~]|[\\{}~^%&#_$<>|]")


def escape(text: str) -> str:
    """Return `text`, TeX mathematics in it included, for LaTeX, on one line and with balanced braces."""
    return "".join(_math(piece) if piece.math else escape_words(piece.text) for piece in pieces(text))


def escape_words(words: str) -> str:
    """Return plain Unicode for LaTeX: every character of it stands for itself."""
    escaped = _NOT_PLAIN.sub(lambda match: _character(match[0]), words)
    # A backquote behind these two would make Spanish marks of them.
    return escaped.replace("!`", "!{}`").replace("?`", "?{}`")


def escape_math(piece: Piece) -> str | None:
    """Return the mathematics as `$…$`, or None if that is more than well-known mathematics."""
    names = [match[1] for match in _COMMAND.finditer(piece.text)]
    if any(len(name) != 1 and name not in _MATH_COMMANDS for name in names if name != "Bbb"):
        return None
    if any(len(name) == 1 and name not in "{}%&#_$,;:! |" for name in names) or "^^" in piece.text:
        return None
    # BibTeX counts escaped braces like others, so they get names.
    tex = _COMMAND.sub(lambda match: _RENAMED.get(match[0], match[0]), piece.text)
    tex = re.sub(r"(?<!\\)[%&#]", r"\\\g<0>", tex)
    tex = "".join(_IN_MATH.get(char, char) for char in tex)
    return f"${re.sub(r' +', ' ', tex).strip()}$"


def _math(piece: Piece) -> str:
    return escape_math(piece) or escape_words(f"${piece.text}$")


@lru_cache(maxsize=4096)
def _character(char: str) -> str:
    if char in _TEXT:
        return _TEXT[char]
    if UNSEEN.match(char):
        return ""
    parts = unicodedata.normalize("NFD", char)
    # Letters with two accents stay: biber takes one command in another for something else.
    if len(parts) == 2 and parts[0].isascii() and parts[1] in ACCENTS:
        letter = f"\\{parts[0]}" if parts[0] in "ij" and parts[1] not in _BELOW else parts[0]
        return f"{{\\{ACCENTS[parts[1]]}{{{letter}}}}}"
    return char
