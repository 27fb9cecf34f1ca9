"""From the bytes of a file to its text."""

import codecs
import re

from paper_notes.values.errors import PapersError

_MARKS = {
    # The longer first: UTF-32's begins with UTF-16's.
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}


def text_of(data: bytes) -> tuple[str, bool]:
    """Return the text, its lines ending in LF, and whether its encoding is certain.

    Without a byte order mark that is UTF-8, or else Latin-1, in which old bibliographies are: of
    an id it keeps every character. Raises PapersError, without the file's name, for what is no text.
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    certain = True
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise PapersError(
                f"is not the {encoding.upper()} text that it says it is.", "Save it as UTF-8."
            ) from None
        text, certain = data.decode("latin-1"), False
    if "\0" in text or (not certain and re.search("[\x01-\x08\x0e-\x1a\x1c-\x1f]", text)):
        raise PapersError("is not text, but something binary.", "Export it as BibTeX, RIS, CSL-JSON or text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise PapersError("is empty.")
    return text, certain
