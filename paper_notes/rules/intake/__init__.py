"""Papers that come in: from files, from titles, from issues that people open."""
