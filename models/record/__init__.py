"""The whole record in memory: immutable, changed only by a Change that knows its inverse."""
