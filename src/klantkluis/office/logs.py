"""What the office writes in its log: what went wrong and where, never with what."""

import logging
import traceback
from types import TracebackType

Failure = tuple[type[BaseException], BaseException, TracebackType | None]


class WithoutValues(logging.Formatter):
    """Writes the kind of an exception and the lines it passed, and leaves out its text.

    The text of an exception may quote what somebody typed; a database error quotes whole rows.
    """

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is Python's
        """Give kind and places of an exception and of those that it came from."""
        assert isinstance(ei, tuple)
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {each.filename}:{each.lineno} in {each.name}" for each in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": WithoutValues, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "django_tasks": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
"""Errors go to standard error, where the service manager keeps them for a short, fixed time."""
