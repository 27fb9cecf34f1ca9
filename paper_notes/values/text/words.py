"""Text as it is searched: words without case, accents, widths and punctuation.

The normal form of a text is its words with one blank between. What a text contains, its normal
form contains in normal form, so that is how pieces of text are looked for. Letters that are
written without blanks (Chinese, Japanese, Thai) or with blanks that nobody can rely on
(Korean) are words of their own: `BERT모델` is two. `grams` cuts such words up for an index.
"""

import re
from functools import cache

_SPACELESS = (
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u3005-\u3007\u3021-\u3029\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31ff"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48f\U00020000-\U0003ffff"  # Chinese characters, Yi
)

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

_PLAIN = {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "œ": "oe"}
"""Letters that Unicode does not take apart, as people type them: Łukasz is found as Lukasz."""

REMEMBERED = 20_000

_BLANKS = re.compile("  +")


def words_of(text: str) -> list[str]:
    """Return the text's words, in the form in which they are compared."""
    if text.isascii():
        return text.translate(_ASCII).split()
    from unicodedata import normalize  # a shared library that English never needs

    pieces = _spaceless().split(normalize("NFKC", text).translate(_characters))
    return " ".join(pieces).split()


def normal(text: str) -> str:
    """Return the text's words, with one blank between."""
    if text.isascii():
        # Making a list of the words takes twice as long.
        return _BLANKS.sub(" ", text.translate(_ASCII).strip(" "))
    return " ".join(words_of(text))


def folded(text: str) -> list[str]:
    """Return what becomes of each character of the text, one by one."""
    return [_characters[ord(character)] for character in text]


def is_spaceless(letter: str) -> bool:
    """Tell whether the letter belongs to a script whose words blanks do not separate."""
    return not letter.isascii() and _spaceless().match(letter) is not None


def grams(words: str) -> str:
    """Return words in normal form as an index takes them, so that pieces of words become words.

    A spaceless word becomes its overlapping pairs of letters and its last letter: a piece of
    it is a row of pairs. Other words stay as they are.
    """
    if not words.isascii():
        pieces = _spaceless().split(words)
        pieces[1::2] = map(_pairs.__getitem__, pieces[1::2])
        words = "".join(pieces)
    return words


@cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(f"([{_SPACELESS}]+)")


class _Characters(dict[int, str]):
    """What becomes of each character, by its code; filled as they are met."""

    def __missing__(self, code: int) -> str:
        from unicodedata import normalize

        apart = normalize("NFKD", normalize("NFKD", chr(code)).casefold())
        self[code] = folded = normalize("NFC", "".join(map(_bare, apart)))
        return folded


def _bare(character: str) -> str:
    """Return a letter without accents, a symbol as a word of its own, and punctuation as a blank."""
    from unicodedata import category

    if character.isascii():
        return _ASCII[ord(character)]
    kind = category(character)
    if "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f" or kind == "Cf":
        return ""  # accents, variants of emoji, and what cannot be seen
    if kind[0] in "LMN":
        return _PLAIN.get(character, character)
    return f" {character} " if kind[0] == "S" else " "


class _Pairs(dict[str, str]):
    """The pairs of a spaceless word; words come again and again."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = pairs = " ".join([word[start : start + 2] for start in range(len(word))])
        return pairs


_characters = _Characters()
_pairs = _Pairs()
