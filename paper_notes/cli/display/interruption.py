"""What is said when the reader ends a long work halfway, with Ctrl-C."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from paper_notes.cli.display.narration import meter, say, say_below


@contextmanager
def telling_how_far(so_far: Callable[[], str], *, dry_run: bool = False) -> Iterator[None]:
    """If the work in it is interrupted, say what was done by then, as `so_far` tells in a few words.

    Where that is nothing, or in a dry run, which writes nothing, it ends without a word.
    """
    try:
        yield
    except KeyboardInterrupt:
        meter.wipe()
        if not dry_run and (done := so_far()):
            say(f"Interrupted. So far: {done}.")
            say_below("The same command goes on with the rest.")
        raise
