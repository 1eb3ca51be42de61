"""The pages of the rail, each built when it is first visited; how to write one stands in README.md here."""
