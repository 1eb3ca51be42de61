"""Who holds the options."""

from __future__ import annotations

from typing import Any

from models.facts.fields import Fields, as_flag, as_list_of, as_text
from models.values.frozen import dataclass


@dataclass(frozen=True)
class Holder:
    """Name and address lines as they stand on papers; `insider` marks an officer or director (paragraph 17)."""

    name: str = ""
    address: tuple[str, ...] = ()
    insider: bool = False


def read_holder(value: object, place: str) -> Holder:
    """The holder of a record."""
    fields = Fields(value, place)
    holder = Holder(
        fields.get("name", as_text, ""),
        fields.get("address", lambda item, at: as_list_of(item, at, as_text), ()),
        fields.get("insider", as_flag, False),
    )
    fields.done()
    return holder


def holder_plain(holder: Holder) -> dict[str, Any]:
    """The holder as JSON."""
    return {"name": holder.name, "address": list(holder.address), "insider": holder.insider}
