"""What is wrong, and the remedy."""
