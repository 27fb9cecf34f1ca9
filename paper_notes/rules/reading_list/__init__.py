"""The Markdown reading list, in its file and in its repository."""
