"""A download that somebody breaks off."""

from typing import Any


def break_off(answer: Any) -> None:
    """Take the first piece of a stream and hang up; the test keeps its connection."""
    next(iter(answer.streaming_content))
    # The test client wraps the stream, and spares the database's connection when that is closed.
    answer._iterator.close()
