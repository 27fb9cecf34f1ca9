"""Where `papers` begins; `python -m paper_notes` is the same program."""

import gc


def main() -> None:
    """Run the command line of this process."""
    # While modules load, looking for garbage finds none and takes a tenth of the start.
    gc.set_threshold(50_000)

    from paper_notes.cli import main as papers

    papers(prog_name="papers")


if __name__ == "__main__":
    main()
