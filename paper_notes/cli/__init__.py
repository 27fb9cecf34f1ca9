"""The command line: read the arguments, make one call, say what happened."""

from paper_notes.cli.group import Papers
from paper_notes.cli.reading import index, list_, show, starter
from paper_notes.cli.upkeep import doctor, sync
from paper_notes.cli.writing import add, mark, tag

main = Papers(
    sections={
        "Notes": [add, list_, show, mark, tag],
        "What others see": [index],
        "The library": [sync, starter, doctor],
    }
)

__all__ = ["main"]
