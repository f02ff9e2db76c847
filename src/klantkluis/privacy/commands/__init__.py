"""Acts of this room."""

from klantkluis.privacy.commands.register import RegisterWrong, name_processor, note_activity
from klantkluis.privacy.commands.statement import (
    SentenceUnknown,
    StatementIncomplete,
    confirm_sentence,
    publish_statement,
    show_published,
)

__all__ = [
    "RegisterWrong",
    "SentenceUnknown",
    "StatementIncomplete",
    "confirm_sentence",
    "name_processor",
    "note_activity",
    "publish_statement",
    "show_published",
]
