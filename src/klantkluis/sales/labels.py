"""Address labels of deliveries: nothing but name and address, made fresh and kept nowhere."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import THREE_BY_EIGHT, TWO_BY_SEVEN, render_labels, values
from klantkluis.foundation.paper.documents import LabelSheet, LabelsPaper
from klantkluis.sales.models import Delivery
from klantkluis.sales.paper import recipient_of
from klantkluis.sales.stored import DELIVERY
from klantkluis.vault.client import VaultSession
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
    vault: VaultSession,
    made_at: datetime,
    first: int = 1,
    language: str = "nl",
) -> bytes | None:
    """Make the labels of deliveries, by number; None when there is no such delivery.

    Args:
        first: the place of the first label on the sheet, from 1: those before were used.
        language: of the office, for the name of the document.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    rows = list(
        Delivery.objects.filter(pk__in=delivery_ids)
        .select_related("order__customer")
        .order_by("number")
    )
    if not rows:
        return None
    opened = DELIVERY.open_all(vault, Purpose.LABEL, rows)
    ours = company()
    paper = LabelsPaper(
        language=values.Language(language),
        seller=seller_of(ours),
        labels=tuple(recipient_of(each.get("deliver_to", {}), 0) for each in opened),
        sheet=SHEETS.get(form),
        first=first,
    )
    return render_labels(paper, branding_of(ours, language=language), made_at=made_at)
