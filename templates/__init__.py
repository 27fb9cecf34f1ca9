"""The templates, installed as `paper_notes.templates`; this file only makes them a package."""
