"""Notes that people wrote by hand: recognised, and given a managed block."""
