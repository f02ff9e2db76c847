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
from klantkluis.privacy.commands.writing import write_request_letter

__all__ = (
    "close_request",
    "drop_request",
    "identify_request",
    "match_request",
    "note_request",
    "receive_request",
    "take_over_post",
    "take_over_withdrawals",
    "write_request_letter",
)
