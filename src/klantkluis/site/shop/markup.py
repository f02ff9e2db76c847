"""The small part of Markdown in which published texts are written, as safe HTML.

Paragraphs, `## headings`, `- lists`, `**strong**` and `[words](address)`. Everything is escaped
first, so that a text can bring no markup of its own.
"""

import re
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\(([^()\s]+)\)")
_ADDRESS: Final = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
_HEADING: Final = re.compile(r"(#{1,4})\s+(.*)")
_ITEM: Final = re.compile(r"[-*]\s+(.*)")


def as_html(text: str, *, below: int = 1) -> SafeString:
    """Give a text as HTML; its headings come below a heading of level `below`."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(_block(each, below) for each in blocks if each.strip()))  # noqa: S308 - escaped in _inline


def as_text(text: str) -> str:
    """Give a text without its signs, as it stands in a mail."""
    plain = _LINK.sub(r"\1 (\2)", _STRONG.sub(r"\1", text))
    return re.sub(r"^#{1,4}\s+", "", plain, flags=re.MULTILINE).strip()


def _block(block: str, below: int) -> str:
    """Write one block: a heading takes its first line, a list the lines that begin as one."""
    made: list[str] = []
    items: list[str] = []
    words: list[str] = []

    def finish() -> None:
        if items:
            made.append(f"<ul>{''.join(f'<li>{_inline(each)}</li>' for each in items)}</ul>")
        if words:
            made.append(f"<p>{'<br>'.join(_inline(each) for each in words)}</p>")
        items.clear()
        words.clear()

    for line in (each.strip() for each in block.split("\n")):
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if heading:
            finish()
            level = min(below + max(len(heading[1]) - 1, 1), 6)
            made.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
        elif item:
            if words:
                finish()
            items.append(item[1])
        elif items and not words:
            items[-1] += f" {line}"
        elif line:
            words.append(line)
    finish()
    return "".join(made)


def _inline(text: str) -> str:
    """Escape a line, then make strong words and links of it."""
    return _LINK.sub(_link, _STRONG.sub(r"<strong>\1</strong>", str(escape(text))))


def _link(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    if not _ADDRESS.match(address):
        return words
    return f'<a href="{address}">{words}</a>'
