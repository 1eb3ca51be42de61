"""Dialogs of the page Record: prices, lots, events, tax figures, papers."""
