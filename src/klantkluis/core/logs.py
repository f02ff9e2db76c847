"""How a log is written: what went wrong and where, never with what."""

import logging
import traceback


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
