"""Bytes to facts and back: evaluate requests, the record as JSON, CSV, spreadsheets, calendar files."""
