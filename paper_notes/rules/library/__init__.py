"""Everything that changes notes, and what it is read from."""
