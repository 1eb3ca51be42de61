"""What a maintainer runs around the program: checks, locks, the bundle, the desktop's files."""
