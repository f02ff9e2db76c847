"""The log tells what went wrong and where, and nothing of what was typed."""

import logging
import sys

from klantkluis.office.logs import WithoutValues


def looking_up(name: str) -> None:
    raise ValueError(f"no such customer {name}")


def failing(name: str) -> None:
    try:
        looking_up(name)
    except ValueError as error:
        raise RuntimeError(f"while saving {name}") from error


def test_an_exception_is_written_without_its_text() -> None:
    try:
        failing("Els van der Jansen")
    except RuntimeError:
        record = logging.LogRecord(
            "office", logging.ERROR, __file__, 1, "a page failed", (), sys.exc_info()
        )
    text = WithoutValues("%(message)s").format(record)
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "Jansen" not in text
