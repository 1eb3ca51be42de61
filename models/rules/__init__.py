"""The plan's rules: pure functions of facts and a day; every answer can say why."""
