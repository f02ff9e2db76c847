"""What can be done with hand-overs."""

from klantkluis.disclosures.commands.disclosing import (
    GroundWrong,
    RecipientUnnamed,
    disclose,
    note_file,
)
from klantkluis.disclosures.commands.notices import (
    NoticeEnded,
    NoticeUnknown,
    end_notice,
    prepare_notices,
)

__all__ = [
    "GroundWrong",
    "NoticeEnded",
    "NoticeUnknown",
    "RecipientUnnamed",
    "disclose",
    "end_notice",
    "note_file",
    "prepare_notices",
]
