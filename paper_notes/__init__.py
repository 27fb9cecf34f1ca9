"""Notes on machine-learning papers, kept as labelled GitHub issues."""

# A literal: asking importlib.metadata for it costs every start 20 to 45 ms.
__version__ = "0.1.0"
