"""Turns the Markdown the guide is written in into HTML: headings, paragraphs, lists, tables, links, pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_LINK = re.compile(r"(?<!!)\[([^]]+)\]\(([a-z0-9.-]+)\)")
_PICTURE = re.compile(r"!\[([^]]*)\]\(([a-z0-9_./-]+)\)")
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")


def to_html(markdown: str) -> str:
    """The page as HTML."""
    return "\n".join(_blocks(markdown))


def _blocks(markdown: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = block.split("\n")
        first = lines[0]
        level = len(first) - len(first.lstrip("#"))
        if level:
            yield f"<h{level}>{_inline(first[level:].strip())}</h{level}>"
            if len(lines) > 1:
                yield from _blocks("\n".join(lines[1:]))
        elif first.startswith("|"):
            yield _table(lines) + '<p class="gap"></p>'
        elif _ITEM.match(first):
            yield _list(lines)
        elif found := _PICTURE.fullmatch(block):
            alt, name = html.escape(found[1]), html.escape(found[2])
            yield f'<p class="picture"><img src="{name}" alt="{alt}"></p>'
            yield f'<p class="caption">{alt}</p>'
        else:
            yield f"<p>{_inline(' '.join(lines))}</p>"


def _list(lines: list[str]) -> str:
    kind = "ol" if lines[0][0].isdigit() else "ul"
    items: list[str] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append(line[found.end() :])
        elif items:
            items[-1] += f" {line.strip()}"
    inside = "".join(f"<li>{_inline(item)}</li>" for item in items)
    return f"<{kind}>{inside}</{kind}>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    cells = "".join(f"<th>{_inline(cell)}</th>" for cell in head)
    shown = [f"<tr>{cells}</tr>"] if any(head) else []
    shown += ["<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in body]
    return f'<table cellspacing="0" cellpadding="6" width="100%">{"".join(shown)}</table>'


def _inline(words: str) -> str:
    codes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        codes.append(found[1])
        return f"\0{len(codes) - 1}\0"

    words = html.escape(_CODE.sub(keep, words), quote=False)
    words = _LINK.sub(r'<a href="\2">\1</a>', words)
    words = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", words))
    for at, code in enumerate(codes):
        words = words.replace(f"\0{at}\0", f"<code>{html.escape(code, quote=False)}</code>")
    return words
