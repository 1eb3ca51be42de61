"""Pictures painted by the program itself: crisp at every scale, readable by keyboard, printable."""
