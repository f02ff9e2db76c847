"""What the draft of an answer says besides: what changed, went and stays, and who received data.

It follows from what was carried out for the request: the newest plan of an erasure says what went,
the history of a customer what was corrected, and the log of disclosures who has to hear of it
(GDPR art. 12(4), 15(1)(c), 19).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import override

from klantkluis.customers.queries import fields_changed
from klantkluis.disclosures.queries import disclosures_of
from klantkluis.disclosures.rules import UNNAMED
from klantkluis.office.customers.forms import LABELS
from klantkluis.office.disclosure_names import RECIPIENTS
from klantkluis.privacy.access.queries import hand_overs_for
from klantkluis.privacy.erasing.letters import letter_lines
from klantkluis.privacy.erasing.queries import (
    OF_REQUESTS,
    PlanRow,
    PlanState,
    plans_for,
)
from klantkluis.privacy.letters import Details, LetterKind
from klantkluis.privacy.queries import RequestCard
from klantkluis.privacy.verdicts import Verdict
from klantkluis.vault.client import VaultSession

ONE_DAY = timedelta(days=1)
type Ask = Callable[[RequestCard, VaultSession], Details]
"""Gives what a letter about a request says besides, through the vault of who writes it."""


def receivers_of(uids: Sequence[UUID]) -> list[str]:
    """Give who received data of a person, each once, the last one first.

    What we used ourselves and what the person got is no news to that person.
    """
    rows = disclosures_of(subject_uids=uids)
    others = [row for row in rows if row.recipient not in UNNAMED]
    named = (row.recipient_name or str(RECIPIENTS.get(row.recipient, "")) for row in others)
    return list(dict.fromkeys(name for name in named if name))


def of_receivers(card: RequestCard, _vault: VaultSession) -> Details:
    """Say who received data, for letters that have no more to tell."""
    uid = card.row.customer_uid
    with override(card.row.language):
        return Details(receivers=receivers_of([uid]) if uid else ())


def of_package(card: RequestCard, vault: VaultSession) -> Details:
    """Say until when the package waits in the shop, when the newest one was put there."""
    made = hand_overs_for(request_uid=card.row.uid)
    waiting = made[0].pick_up if made else None
    # After that moment it is gone: the day before is the last whole one.
    until = timezone.localdate(waiting.until - ONE_DAY) if waiting else None
    return Details(receivers=of_receivers(card, vault).receivers, waits_until=until)


def changed_since(card: RequestCard) -> list[str]:
    """Give the fields of a customer that were changed since their request was written down.

    They stand as on the card of the customer.
    """
    uid = card.row.customer_uid
    names = fields_changed(uid=uid, since=card.registered_at) if uid else ()
    return [name for name in LABELS if name in names]


def of_correction(card: RequestCard, vault: VaultSession) -> Details:
    """Say which data were corrected since the request was written down, and who had them before."""
    with override(card.row.language):
        changes = [str(LABELS[name]) for name in changed_since(card)]
    return Details(changes=changes, receivers=of_receivers(card, vault).receivers)


def plan_that_answers(plans: Sequence[PlanRow]) -> PlanRow | None:
    """Give the erasure by which a request is answered: the newest that was signed and stands."""
    signed = {PlanState.WAITS, PlanState.DUE, PlanState.PARTLY, PlanState.DONE}
    return next((each for each in plans if each.state in signed), None)


def of_erasure(card: RequestCard, vault: VaultSession) -> Details:
    """Say what went and what stays, as the plan says that was signed for this request."""
    plan = plan_that_answers(plans_for(request=card.row.uid, now=timezone.now()))
    if plan is None:
        return of_receivers(card, vault)
    lines = letter_lines(plan.id, card.row.language)
    went = [line.name for line in lines if line.verdict is Verdict.ERASE]
    stays = [
        line.sentence
        for line in lines
        if line.verdict is Verdict.KEEP and line.model not in OF_REQUESTS
    ]
    return Details(
        went=list(dict.fromkeys(went)), stays=stays, receivers=of_receivers(card, vault).receivers
    )


ASKED: dict[LetterKind, Ask] = {
    LetterKind.ACCESS: of_package,
    LetterKind.PORTABILITY: of_package,
    LetterKind.RECTIFIED: of_correction,
    LetterKind.RESTRICTED: of_receivers,
    LetterKind.ERASED: of_erasure,
    LetterKind.ERASED_PARTLY: of_erasure,
}
"""Per kind of letter, who knows more."""


def details_for(kind: LetterKind, card: RequestCard, vault: VaultSession) -> Details:
    """Give what the draft of a letter says besides; nothing when nobody knows more."""
    ask = ASKED.get(kind)
    return ask(card, vault) if ask else Details()
