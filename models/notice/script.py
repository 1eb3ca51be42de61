"""Which characters a paper can show: text is brought to one form, and what no bundled typeface draws is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any

from models.errors import Refusal
from models.notice.bidi import has_right_to_left
from models.notice.blocks import Packet, packet_text

# Scripts whose letters stand side by side without joining or stacking; Hebrew is put in its order by `bidi`.
_REFUSED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me", "Zl", "Zp"))
_REFUSED_DIRECTIONS = frozenset(("AL", "AN", "NSM", "BN", "LRE", "LRO", "RLE", "RLO", "PDF"))
_HEBREW = frozenset(map(chr, (*range(0x05D0, 0x05EB), 0x05BE, 0x05F3, 0x05F4)))
# Signs that readers of a PDF take for something else beside Hebrew, apart from those made of others ("½", "№").
_ODD_BESIDE_HEBREW = frozenset("®℞℟℣℧⅀⁅⁆")
_MOST_NAMED = 6
# The program's own sentences use these and nothing else beyond ASCII.
_OWN = dict.fromkeys(map(ord, "’“”–—·×§…☐☒"))


def clean(text: str) -> str:
    """The text as it is printed: accents joined to their letters, joined letters taken apart, one kind of space."""
    if text.isascii():
        return " ".join(text.split(" "))
    text = unicodedata.normalize("NFC", text).replace("\u2011", "-")
    joined = (unicodedata.normalize("NFKC", char) if 0xFB00 <= ord(char) <= 0xFB17 else char for char in text)
    return "".join(" " if char != "\u00a0" and unicodedata.category(char) == "Zs" else char for char in "".join(joined))


def unprintable(text: str) -> list[str]:
    """The characters of `text` that cannot be printed right, each once, in order."""
    if text.isascii() and text.isprintable():
        return []
    return [char for char in dict.fromkeys(clean(text)) if not _may_print(char)]


def _may_print(char: str) -> bool:
    if char in " \u00a0" or (char.isascii() and char.isprintable()):
        return True
    # Beyond the basic plane a PDF made here could not give its text back.
    if ord(char) > 0xFFFF or unicodedata.category(char) in _REFUSED_CATEGORIES:
        return False
    direction = unicodedata.bidirectional(char)
    if direction in _REFUSED_DIRECTIONS or (direction == "R" and char not in _HEBREW):
        return False
    from models.notice.fonts import has_glyph

    return has_glyph(char)


def printable(text: str, field: str = "") -> str:
    """The cleaned text; Refusal `cannot_print` at `field` that names the characters no typeface here can draw."""
    bad = unprintable(text)
    if not bad:
        return clean(text)
    raise Refusal(
        "cannot_print",
        f"the typeface of the papers cannot print {_all_named(bad)}; "
        "write this in Latin, Greek, Cyrillic or Hebrew letters without loose accents",
        field,
    )


def printable_lines(lines: tuple[str, ...], field: str) -> tuple[str, ...]:
    """Each line as `printable` gives it, refused at its own place."""
    return tuple(printable(line, f"{field}[{at}]") for at, line in enumerate(lines))


def _all_named(chars: list[str]) -> str:
    more = f" and {len(chars) - _MOST_NAMED} more" if len(chars) > _MOST_NAMED else ""
    return ", ".join(map(_named, chars[:_MOST_NAMED])) + more


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f"“{char}” ({code})" if char.isprintable() and not unicodedata.combining(char) else code


def cleaned(packet: Packet) -> Packet:
    """The packet with every text as `printable` gives it; Refusal `cannot_print` for what no typeface draws.

    Names and addresses were looked at where they were entered; this catches whatever else was typed.
    """
    if packet_text(packet).translate(_OWN).isascii():
        return packet
    made: Packet = _clean_value(packet)
    text = packet_text(made)
    if has_right_to_left(text):
        _check_beside_hebrew(text)
    return made


def _check_beside_hebrew(text: str) -> None:
    """Refuse signs that would not come back from a PDF with Hebrew in it, so that every character can be compared."""
    bad = [char for char in dict.fromkeys(text) if not char.isspace() and _is_odd_beside_hebrew(char)]
    if bad:
        raise Refusal(
            "cannot_print",
            f"on papers with Hebrew letters {_all_named(bad)} cannot be printed dependably; write it otherwise",
        )


def _is_odd_beside_hebrew(char: str) -> bool:
    is_letter = unicodedata.category(char)[0] == "L"
    return char in _ODD_BESIDE_HEBREW or (not is_letter and unicodedata.normalize("NFKD", char) != char)


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else printable(value)
    if isinstance(value, tuple):
        items = [_clean_value(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean_value(getattr(value, field.name)) for field in fields(value)})
    return value
