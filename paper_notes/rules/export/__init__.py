"""Notes in the formats of other programs: one module for each, and `formats` to choose from."""
