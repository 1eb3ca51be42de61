"""A second, slow and plain implementation of the plan's rules, written without sight of `models`, to compare with."""
