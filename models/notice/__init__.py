"""The papers a holder signs and sends: what they say, how they are laid out, and the proof that they say it."""
