"""What stays of who was erased: why, under which law and until when, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.billing.closed import KeptUntil
from klantkluis.privacy.erasing.queries import what_stays
from klantkluis.privacy.erasing.words import claim_words, law_name
from klantkluis.privacy.verdicts import Why


def staying(person: UUID, today: date) -> list[Mapping[str, Any]]:
    """Give a line for each reason for which something stays: what, how long, and which law."""
    stays, claims = what_stays(person=person, today=today)
    open_ones = [claim_words(claim.code, claim.about) for claim in claims]
    unfinished = _("as long as %(what)s") % {"what": ", ".join(dict.fromkeys(open_ones))}
    held = _("as long as a legal hold lasts")
    return [
        {
            "names": each.names,
            "until": each.until,
            "for_as_long": held if each.why is Why.HOLD else unfinished if open_ones else "",
            "law": law_name(each.law),
        }
        for each in stays
    ]


def kept_words(kept: KeptUntil | None) -> Mapping[str, Any]:
    """Give until when a document is kept and under which law, for the note on its page."""
    return {"until": kept.until, "law": law_name(kept.law)} if kept else {}
