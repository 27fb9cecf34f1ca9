"""The door to arXiv."""
