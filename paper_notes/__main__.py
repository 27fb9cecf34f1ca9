"""Where `papers` begins; `python -m paper_notes` is the same program."""

import atexit
import gc
import os
import sys

NAMES = ("papers", "paper-notes")


def main() -> None:
    """Run the command line of this process."""
    # While modules load, looking for garbage finds none and takes a tenth of the start.
    gc.set_threshold(50_000)
    # So does Python's last look before it ends, when the system takes back everything anyway.
    atexit.register(gc.freeze)

    try:
        from paper_notes.cli import main as papers

        called = os.path.basename(sys.argv[0]).removesuffix(".exe")
        papers(prog_name=called if called in NAMES else NAMES[0])
    except KeyboardInterrupt:
        # While modules load, the command line cannot yet tell what Ctrl-C is.
        sys.exit(130)


if __name__ == "__main__":
    main()
