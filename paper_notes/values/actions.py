"""The actions that the workflow uses, and the versions of them: ours, and those that a file has already."""

import re
from collections.abc import Mapping
from typing import NamedTuple


class Pin(NamedTuple):
    """One version of an action."""

    ref: str
    """The full hash of a commit, or a tag."""
    version: str
    """The version that the hash belongs to, such as `v7.0.1`."""

    @property
    def exact(self) -> bool:
        """Whether nobody can put anything else in its place: a tag can be moved, a hash cannot."""
        return re.fullmatch("[0-9a-f]{40}", self.ref) is not None

    @property
    def major(self) -> int:
        """The number before the first point; 0 if there is none."""
        found = re.match(r"v?(\d+)", self.version)
        return int(found[1]) if found else 0


ACTIONS: Mapping[str, Pin] = {
    "actions/checkout": Pin("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": Pin("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    # Their commits are not known here; `papers init --pin` asks GitHub for them.
    "actions/configure-pages": Pin("v6", "v6"),
    "actions/upload-pages-artifact": Pin("v5", "v5"),
    "actions/deploy-pages": Pin("v5", "v5"),
}
"""The versions that the workflow was made with."""

_USES = re.compile(r"^([ \t]*(?:- )?uses: *)([\w.-]+/[\w.-]+)@([\w./-]+)(?: *# *(\S+))?.*$", re.MULTILINE)


def pins_in(text: str) -> dict[str, Pin]:
    """Return the versions of actions that a workflow has."""
    return {action: Pin(ref, version or ref) for _, action, ref, version in _USES.findall(text)}


def pinned(text: str, pins: Mapping[str, Pin]) -> str:
    """Return the workflow with these versions of the actions that it uses."""

    def line(found: re.Match[str]) -> str:
        pin = pins.get(found[2])
        if pin is None:
            return found[0]
        return f"{found[1]}{found[2]}@{pin.ref}" + (f" # {pin.version}" if pin.exact else "")

    return _USES.sub(line, text)


def without_pins(text: str) -> str:
    """Return the workflow as it is whatever the versions of its actions."""
    return _USES.sub(r"\1\2", text)


def in_use(text: str) -> dict[str, Pin]:
    """Return the versions to go on with where a workflow is there: its own, unless ours are newer."""
    found = pins_in(text)
    return {
        action: found[action] if action in found and found[action].major >= ours.major else ours
        for action, ours in ACTIONS.items()
    }
