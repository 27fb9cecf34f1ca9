"""A repository in which GitHub does the work: its labels and its files."""
