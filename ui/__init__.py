"""The window: everything the user sees, asking the same rules as the commands without a window."""
