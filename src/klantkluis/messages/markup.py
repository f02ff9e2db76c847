"""The small Markdown of the shop's pages, as HTML: nothing of the text is ever markup by itself.

Paragraphs, `## headings`, `- lists`, `**strong**` and `[links](https://…)`; everything else is
shown as it was typed.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|/)[^()\s]+)\)")


def to_html(text: str) -> str:
    """Give a text as HTML, with headings from the second level down."""
    return "\n".join(_blocks(text.replace("\r\n", "\n")))


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        for kind, lines in groupby(block.splitlines(), key=_kind):
            words = [_inline(_bare(line)) for line in lines]
            if kind == "heading":
                yield from (f"<h2>{line}</h2>" for line in words)
            elif kind == "list":
                yield f"<ul>{''.join(f'<li>{line}</li>' for line in words)}</ul>"
            elif any(words):
                yield f"<p>{'<br>'.join(words)}</p>"


def _kind(line: str) -> str:
    return {"## ": "heading", "- ": "list"}.get(line[:3] if line[:1] == "#" else line[:2], "words")


def _bare(line: str) -> str:
    return line.removeprefix("## ").removeprefix("- ").strip()


def _inline(line: str) -> str:
    """Escape first, so that only what is put in afterwards is markup."""
    safe = escape(line)
    linked = _LINK.sub(lambda found: f'<a href="{found[2]}">{found[1]}</a>', safe)
    return _STRONG.sub(r"<strong>\1</strong>", linked)
