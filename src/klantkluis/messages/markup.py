"""The small Markdown of what is published, as HTML: nothing of a text is ever markup by itself.

Paragraphs, `## headings`, `- lists`, `**strong**` and `[words](address)`. Everything is escaped
first; what leads nowhere a page may lead becomes plain words.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\(([^()\s]+)\)")
_ADDRESS: Final = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
_HEADING: Final = re.compile(r"(#{1,4})\s+(.*)")
_ITEM: Final = re.compile(r"[-*]\s+(.*)")
LOWEST: Final = 6
"""HTML has no heading below this level."""


def to_html(text: str, *, below: int = 1) -> str:
    """Give a text as HTML; its headings come below a heading of level `below`."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "\n".join(made for each in blocks if each.strip() for made in _block(each, below))


def to_text(text: str) -> str:
    """Give a text without its signs, as it stands in a mail."""
    plain = _LINK.sub(r"\1 (\2)", _STRONG.sub(r"\1", text))
    return re.sub(r"^#{1,4}\s+", "", plain, flags=re.MULTILINE).strip()


def _block(block: str, below: int) -> Iterator[str]:
    """Write one block: a heading takes its first line, a list the lines that begin as one."""
    items: list[str] = []
    words: list[str] = []

    def finished() -> Iterator[str]:
        if items:
            yield f"<ul>{''.join(f'<li>{_inline(each)}</li>' for each in items)}</ul>"
        if words:
            yield f"<p>{'<br>'.join(_inline(each) for each in words)}</p>"
        items.clear()
        words.clear()

    for line in (each.strip() for each in block.split("\n")):
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if heading:
            yield from finished()
            level = min(below + max(len(heading[1]) - 1, 1), LOWEST)
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        elif item:
            if words:
                yield from finished()
            items.append(item[1])
        elif items and not words:
            items[-1] += f" {line}"
        elif line:
            words.append(line)
    yield from finished()


def _inline(text: str) -> str:
    """Escape a line, then make strong words and links of it."""
    return _LINK.sub(_link, _STRONG.sub(r"<strong>\1</strong>", escape(text)))


def _link(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    if not _ADDRESS.match(address):
        return words
    return f'<a href="{address}">{words}</a>'
