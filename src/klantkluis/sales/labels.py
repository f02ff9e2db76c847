"""Address labels of deliveries: nothing but name and address, made fresh and kept nowhere."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from django.utils.translation import gettext as _

from klantkluis.customers.blocking import CustomerRestricted, blocked_among, sentence
from klantkluis.customers.restriction_rules import Use
from klantkluis.disclosures.commands import disclose, note_file
from klantkluis.disclosures.rules import HandOver, What, categories_of
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import THREE_BY_EIGHT, TWO_BY_SEVEN, render_labels, values
from klantkluis.foundation.paper.documents import LabelSheet, LabelsPaper
from klantkluis.sales.forgetting import WordsGone
from klantkluis.sales.models import Delivery
from klantkluis.sales.paper import recipient_of
from klantkluis.sales.stored import DELIVERY
from klantkluis.vault.purposes import Purpose


class LabelFormat(StrEnum):
    """On what labels are printed."""

    SHEET_14 = "2x7"
    SHEET_24 = "3x8"
    THERMAL = "100x150"


SHEETS: Mapping[LabelFormat, LabelSheet] = MappingProxyType(
    {LabelFormat.SHEET_14: TWO_BY_SEVEN, LabelFormat.SHEET_24: THREE_BY_EIGHT}
)


def places_of(form: LabelFormat) -> int:
    """Give how many labels are on one sheet."""
    sheet = SHEETS.get(form)
    return sheet.places if sheet else 1


def address_labels(
    *,
    delivery_ids: Collection[int],
    form: LabelFormat,
    to: HandOver,
    actor: Actor,
    made_at: datetime,
    first: int = 1,
    language: str = "nl",
) -> bytes | None:
    """Make the labels of deliveries, by number; None when there is no such delivery.

    Whoever takes the parcels reads them, so it is noted who that is. Whose data may be kept and
    not used gets none.

    Args:
        to: who takes the parcels.
        first: the place of the first label on the sheet, from 1: those before were used.
        language: of the office, for the name of the document.

    Raises:
        CustomerRestricted: there would be no label left.
        WordsGone: the addresses of all of them are no longer kept.
        VaultLocked: the vault is not open to the actor.
    """
    rows = list(
        Delivery.objects.filter(pk__in=delivery_ids)
        .select_related("order__customer")
        .order_by("number")
    )
    if not rows:
        return None
    blocked = blocked_among({row.order.customer_id for row in rows}, Use.LABEL)
    free = _free(rows, blocked)
    opened = DELIVERY.open_all(actor.vault, Purpose.LABEL, free)
    ours = company()
    paper = LabelsPaper(
        language=values.Language(language),
        seller=seller_of(ours),
        labels=tuple(recipient_of(each.get("deliver_to", {}), 0) for each in opened),
        sheet=SHEETS.get(form),
        first=first,
    )
    made = render_labels(paper, branding_of(ours, language=language), made_at=made_at)
    _note(made, free, to, actor, made_at, left_out=len(blocked))
    return made


def _free(rows: Sequence[Delivery], blocked: Collection[int]) -> list[Delivery]:
    """Give the deliveries that get a label."""
    usable = [row for row in rows if row.order.customer_id not in blocked]
    if not usable:
        raise CustomerRestricted(sentence(Use.LABEL))
    free = [row for row in usable if row.sealed]
    if not free:
        raise WordsGone(_("The addresses of these deliveries are no longer kept."))
    return free


def _note(
    made: bytes,
    rows: Sequence[Delivery],
    to: HandOver,
    actor: Actor,
    at: datetime,
    *,
    left_out: int,
) -> None:
    """Note who takes the parcels, and by its digest what they read."""
    disclosure_id = disclose(
        what=What.LABELS,
        to=to,
        categories=categories_of(What.LABELS),
        subjects=[row.order.customer.uid for row in rows],
        left_out=left_out,
        actor=actor,
        at=at,
    )
    note_file(
        disclosure_id=disclosure_id,
        sha256=sha256(made).digest(),
        size=len(made),
        rows=len(rows),
        actor=actor,
        at=at,
    )
