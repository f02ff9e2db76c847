"""Pick lists: what is to be fetched for orders, by place. They name nobody and are kept nowhere."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import render_pick_list, values
from klantkluis.foundation.paper.documents import PickLine, PickListPaper, PickSection
from klantkluis.foundation.paper.formatting import long_date
from klantkluis.foundation.units import unit_name
from klantkluis.sales.goods import PickList, Pulled, gathered
from klantkluis.sales.paper import described


def pick_list_paper(
    lists: Sequence[PickList],
    numbers: Mapping[int, int],
    *,
    language: str,
    made_on: date,
    made_at: datetime,
) -> bytes:
    """Print what is to be fetched: for several orders first all of it together, then by order.

    Args:
        lists: what is left of each order.
        numbers: customer numbers by id of the customer.
        language: of who fetches it.
    """
    sections = [_of_order(each, numbers, language) for each in lists]
    if len(lists) > 1:
        lines = tuple(_line(each, language) for each in gathered(lists))
        title = _("All %(n)s orders together") % {"n": len(lists)}
        sections.insert(0, PickSection(title=title, lines=lines))
    ours = company()
    paper = PickListPaper(
        language=values.Language(language),
        seller=seller_of(ours),
        made_on=made_on,
        sections=tuple(sections),
    )
    return render_pick_list(paper, branding_of(ours, language=language), made_at=made_at)


def _of_order(each: PickList, numbers: Mapping[int, int], language: str) -> PickSection:
    facts = [
        (_("Customer number"), str(numbers.get(each.customer_id, ""))),
        (_("Ordered on"), long_date(each.ordered_on, values.Language(language))),
    ]
    return PickSection(
        title=_("Order %(n)s") % {"n": each.number},
        facts=tuple(facts),
        lines=tuple(_line(pulled, language) for pulled in each.pulled),
    )


def _line(pulled: Pulled, language: str) -> PickLine:
    return PickLine(
        description=described(pulled.line, language),
        quantity=pulled.quantity.normalize(),
        place=pulled.place,
        unit=unit_name(pulled.line.unit, language),
        sku=pulled.line.sku,
    )
