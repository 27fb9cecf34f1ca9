"""What GitHub takes at most, in characters unless something else is said (GitHub docs do not tell; seen)."""

TITLE = 256
BODY = 65_536
LABELS = 100
"""On one issue."""
LABEL_NAME = 50
LABEL_DESCRIPTION = 100
