"""Mutation testing of the rules: `python -m tests.mutation [module ...]` changes them one place at a time."""
