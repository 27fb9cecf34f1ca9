"""One door to each thing outside. A door is the only importer of its library and knows no other door."""
