"""What the holder, the plan and the law state: facts, checked when they are read, never computed."""
