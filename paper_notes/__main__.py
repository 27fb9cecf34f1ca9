"""`python -m paper_notes` is the same program as `papers`."""

from paper_notes.cli import main

if __name__ == "__main__":
    main()
