"""What passes through the whole program: immutable values, and what can be told from them alone."""
