"""What a build of a site left in its folder: which files are ours, what they hold, and from what."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from paper_notes.disk.files import read_text
from paper_notes.rules.site.paths import is_plain
from paper_notes.values.errors import PapersError

NAME = ".papers-site.json"
"""The manifest's own name. Pages on GitHub leave out what begins with a dot."""

_HEX = re.compile("[0-9a-f]{0,128}")


class Made(NamedTuple):
    """A file as a build made it: the digests, in hex, of what decided its content and of the content."""

    inputs: str
    content: str


Manifest = Mapping[str, Made]
"""The files by their paths."""


def digest(content: bytes) -> str:
    """Return a digest of what a file holds, in hex; processors know this one."""
    return sha256(content).hexdigest()[:32]


def read(path: str) -> dict[str, Made]:
    """Return the files that the manifest at `path` names; none if there is no manifest.

    Raises PapersError for one that we did not write: then nobody knows what is ours in the folder.
    """
    text = read_text(path)
    if text is None:
        return {}
    try:
        files = {name: Made(*made) for name, made in json.loads(text)["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        files = None
    if files is None or not all(is_plain(name) and _is_made(made) for name, made in files.items()):
        raise PapersError(
            f"{path} is not what papers site left there.",
            "Remove it with the files of the old site, or build into another folder.",
        )
    return files


def text_of(files: Manifest) -> str:
    """Return the manifest's text: sorted, one file a line, the same for the same files."""
    quoted = json.JSONEncoder(ensure_ascii=False).encode
    # Digests in hex need no escapes.
    lines = ",\n".join(
        f'{quoted(path)}: ["{files[path].inputs}", "{files[path].content}"]' for path in sorted(files)
    )
    return f'{{"about": "Files written by papers site", "files": {{\n{lines}\n}}}}\n'


def _is_made(made: Made) -> bool:
    return all(isinstance(value, str) and _HEX.fullmatch(value) for value in made)
