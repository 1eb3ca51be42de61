"""The domain of Strikebook: facts, rules, the record and its papers, without a window."""

__version__ = "0.1.0"
