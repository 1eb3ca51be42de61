"""One table model and one view for every table of the program."""
