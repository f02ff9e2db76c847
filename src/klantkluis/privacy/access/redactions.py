"""What was decided of texts before: read anew for each package, and opened in one call."""

from collections.abc import Sequence
from uuid import UUID

from klantkluis.privacy.access.hiding import Decision, How, Place, Why, read_spans
from klantkluis.privacy.models import Redaction
from klantkluis.privacy.stored import REDACTION
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


def decisions_of(uids: Sequence[UUID], vault: VaultSession) -> dict[Place, Decision]:
    """Give the last decision on each text of a person, in one query.

    Raises:
        VaultLocked, NotAllowed, LimitReached, RowDoesNotOpen: nothing is handed out.
    """
    rows = {_place(row): row for row in Redaction.objects.filter(subject__in=uids).order_by("pk")}
    last = list(rows.values())
    opened = REDACTION.open_all(vault, Purpose.REQUEST, last)
    return {
        place: Decision(
            place=place,
            digest=str(said.get("digest", "")),
            how=How(row.how),
            why=Why(row.why) if row.why else None,
            spans=read_spans(str(said.get("spans", ""))),
        )
        for (place, row), said in zip(rows.items(), opened, strict=True)
    }


def _place(row: Redaction) -> Place:
    return Place(row.model, row.row, row.name)
