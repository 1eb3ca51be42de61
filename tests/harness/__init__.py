"""The harness: kills, faults, power cuts, damage and fuzz at a size no unit test has; `python -m tests.harness`."""
