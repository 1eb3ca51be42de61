"""Dialogs that change terms: of an own plan, or of one grant whose option letter says otherwise."""
