"""The command `klantkluis`."""

from klantkluis.office.cli.main import main

__all__ = ["main"]
