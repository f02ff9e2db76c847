"""Deciding what is hidden of texts in a package: facts, of which the last one holds."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert_many
from klantkluis.privacy.access.hiding import Decision, written
from klantkluis.privacy.models import Redaction
from klantkluis.privacy.stored import REDACTION
from klantkluis.vault.refusals import SubjectErased


@command("package.texts_decided")
def decide_texts(
    *, subject: UUID, decisions: Sequence[Decision], actor: Actor, now: datetime
) -> None:
    """Keep what was decided of texts, so that the next package proposes it again.

    Who was erased has no key any more under which it could be kept: then it holds for the package
    at hand and no longer.

    Raises:
        VaultLocked: the vault is not open.
    """
    rows = [
        (
            Redaction(
                subject=subject,
                model=each.place.model,
                row=each.place.row,
                name=each.place.name,
                how=each.how.value,
                why=each.why.value if each.why else "",
                decided_at=now,
                staff_id=actor.staff_id,
            ),
            {"digest": each.digest, "spans": written(each.spans)},
        )
        for each in decisions
    ]
    if not rows:
        return
    with suppress(SubjectErased):
        REDACTION.seal_new(actor.vault, rows)
        insert_many(row for row, _said in rows)
