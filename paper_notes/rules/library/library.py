"""Everything that changes notes, chapter by chapter. It asks no one which tracker it has."""

from paper_notes.doors.sqlite.store import Saved
from paper_notes.rules.library.attending import Attending
from paper_notes.rules.library.removing import Removing
from paper_notes.rules.library.restoring import Restoring


class Library(Removing, Restoring, Attending):
    """The notes of one place, and the rules for changing them."""

    def sync(self, *, full: bool = False) -> Saved:
        """Bring the mirror up to date and return how it changed; `full` also finds what is gone."""
        self._mirror.require_network(
            "Syncing needs the network, which --offline forbids.", "Leave out --offline."
        )
        with self.alone():
            return self._mirror.sync(full=full)

    def fill(self) -> None:
        """Read a connected repository that has no mirror yet; reading commands do this once."""
        if self._mirror.filled:
            return
        self._mirror.require_network(
            "There is no mirror of this repository on this machine yet.",
            "Run papers sync once with the network up.",
        )
        self.sync()
