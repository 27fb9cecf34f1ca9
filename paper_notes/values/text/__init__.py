"""Text in, text or values out."""
