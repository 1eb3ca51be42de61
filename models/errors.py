"""The kinds of trouble the program tells its user about; anything else is a defect of ours."""

from __future__ import annotations


class Refusal(Exception):
    """Something the user asked for that the rules, the plan or plain sense do not allow.

    `code` is a stable word for programs, `message` a sentence that ends by saying what to do,
    `field` the place it stands in (a form field, or a path such as `record.grants[0].shares`).
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message

    def at(self, place: str) -> Refusal:
        """The same refusal seen from outside: `place` is put before its own field."""
        field = f"{place}.{self.field}" if self.field and not self.field.startswith("[") else place + self.field
        return Refusal(self.code, self.message, field)


class StoreError(Exception):
    """The file of a record could not be read or written.

    `kind` is a stable word (`damaged`, `foreign`, `newer`, `empty`, `read_only`, `locked`, `full`, `missing`,
    `changed_outside`, `unsure`, ...), `path` the file, `safe` a sentence saying what is safe and what to do.
    """

    def __init__(self, kind: str, message: str, path: str, safe: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.path = path
        self.safe = safe

    def __str__(self) -> str:
        return f"{self.message} {self.safe}".strip()
