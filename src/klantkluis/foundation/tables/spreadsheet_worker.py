"""The process that reads one spreadsheet: bytes in, rows as JSON out, nothing on disk."""

import contextlib
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import python_calamine


def as_text(value: object) -> str:
    """Write a cell as text: whole numbers without `.0`, dates as ISO 8601."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def restrain(memory_bytes: int, seconds: int) -> None:
    """Put a ceiling on this process, so that a hostile file ends it and nothing else."""
    ceilings = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory_bytes,
    }
    for kind, ceiling in ceilings.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (ceiling, ceiling))


def _lines(sheet: Any, question: dict[str, Any]) -> list[tuple[int, list[str]]] | None:
    """Give the filled rows of a sheet, or None if there is more than was asked for."""
    if sheet.height > question["rows"] * 2 or sheet.width > question["columns"] * 2:
        return None
    first = sheet.start[0] + 1 if sheet.start else 1
    lines: list[tuple[int, list[str]]] = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        cells = [as_text(value) for value in values]
        if any(len(cell) > question["cell"] for cell in cells):
            return None
        if any(cell.strip() for cell in cells):
            lines.append((number, cells))
        if len(lines) > question["rows"] + 20:
            return None
    return lines


def answer(question: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Read the asked sheet, or the first one with rows in it."""
    book = python_calamine.load_workbook(BytesIO(content))
    names = book.sheet_names
    if question["sheet"]:
        if question["sheet"] not in names:
            return {"refused": "sheet"}
        wanted = [question["sheet"]]
    else:
        wanted = names
    for name in wanted:
        lines = _lines(book.get_sheet_by_name(name), question)
        if lines is None:
            return {"refused": "large"}
        if lines:
            return {"name": name, "names": names, "lines": lines}
    return {"name": names[0] if names else "", "names": names, "lines": []}


def main() -> None:
    """Answer the one question on standard input."""
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    question = json.loads(sys.stdin.buffer.read(size))
    restrain(question["memory"], question["seconds"])
    content = sys.stdin.buffer.read()
    try:
        said = answer(question, content)
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError, OverflowError):
        said = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(said, ensure_ascii=True))


if __name__ == "__main__":
    main()
