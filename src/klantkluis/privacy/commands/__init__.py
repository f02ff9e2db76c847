"""Acts of this room."""

from klantkluis.privacy.commands.from_shop import take_over_post, take_over_withdrawals
from klantkluis.privacy.commands.handling import (
    close_request,
    drop_request,
    identify_request,
    match_request,
    note_request,
)
from klantkluis.privacy.commands.receiving import receive_request
from klantkluis.privacy.commands.register import RegisterWrong, name_processor, note_activity
from klantkluis.privacy.commands.statement import (
    SentenceUnknown,
    StatementIncomplete,
    confirm_sentence,
    publish_statement,
    show_published,
)
from klantkluis.privacy.commands.writing import write_request_letter

__all__ = (
    "RegisterWrong",
    "SentenceUnknown",
    "StatementIncomplete",
    "close_request",
    "confirm_sentence",
    "drop_request",
    "identify_request",
    "match_request",
    "name_processor",
    "note_activity",
    "note_request",
    "publish_statement",
    "receive_request",
    "show_published",
    "take_over_post",
    "take_over_withdrawals",
    "write_request_letter",
)
