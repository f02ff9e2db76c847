"""Who received what about one customer."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.queries import customer_rows, merged_ids
from klantkluis.disclosures.queries import Wanted, disclosure_rows, notice_rows
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.disclosure_names import CATEGORIES, GROUNDS, RECIPIENTS, WHATS, named
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault

MOST = 200


@allow(Role.SALES, Role.BOOKKEEPER)
@require_safe
def received(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Show who received what about a customer, and what they still have to be told."""
    customer = customer_rows(vault=request.actor.vault, ids=[customer_id]).get(customer_id)
    if customer is None:
        raise Http404
    ids = [customer_id, *merged_ids(ids=[customer_id])]
    uids = [row.uid for row in customer_rows(vault=LockedVault(), ids=ids).values()]
    rows = disclosure_rows(wanted=Wanted(subjects=uids), limit=MOST)
    context = {
        "customer": customer,
        "rows": [(row, named(row.categories, CATEGORIES)) for row in rows],
        "notices": notice_rows(subject_uids=uids, limit=MOST),
        "recipients": RECIPIENTS,
        "grounds": GROUNDS,
        "whats": WHATS,
        "staff": staff_names(),
    }
    return render(request, "office/customers/received.html", context)
