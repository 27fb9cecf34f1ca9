"""The door to SQLite: the library on disk."""
