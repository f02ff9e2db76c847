"""A file with customers, for whoever may have it. It asks for the vault password once more."""

from collections.abc import Iterator, Sequence
from itertools import batched
from uuid import UUID

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from klantkluis.core.roles import Role
from klantkluis.customers.blocking import blocked_uids
from klantkluis.customers.commands.registering import FIELDS
from klantkluis.customers.queries import customer_files, customer_rows
from klantkluis.customers.restriction_rules import Use
from klantkluis.disclosures.rules import HandOver, What
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.access.permissions import allow
from klantkluis.office.customers.forms import LABELS
from klantkluis.office.exporting import picked
from klantkluis.office.handing_over import (
    HandOverForm,
    People,
    initial_of,
    people_file,
    remembered,
)
from klantkluis.office.lock import door
from klantkluis.office.lock.forms import vault_password
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.purposes import Purpose

BATCH = 200
CARRIED = ("pick", "terms", "kind", "country")


class ExportForm(HandOverForm):
    """Who gets which kind of file, and the vault password once more."""

    file = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("xlsx", gettext_lazy("Excel")), ("csv", gettext_lazy("CSV"))],
        widget=forms.RadioSelect,
    )
    vault_password = vault_password(gettext_lazy("Your vault password, once more"))


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password")
@require_POST
def export(request: OfficeRequest) -> HttpResponseBase:
    """Give a file of what was picked, or of all that was found."""
    session = door.open_session_of(request)
    uids, left_out = _free(list(_picked(request) or _found(request)))
    form = _form(request)
    if form.is_valid():
        with form.refusals():
            grant = session.confirm("export", form.cleaned_data["vault_password"])
            vault = session.export(Purpose.FILE, subjects=len(uids), grant=grant)
            return _file(form.hand_over, request, People(uids, left_out), vault)
    carried = [(name, value) for name in CARRIED for value in request.POST.getlist(name)]
    context = {"form": form, "carried": carried, "count": len(uids), "left_out": left_out}
    return render(request, "office/customers/export.html", context)


def _form(request: OfficeRequest) -> ExportForm:
    last = initial_of(remembered(request.actor, What.CUSTOMERS))
    typed = request.POST if "file" in request.POST else None
    return ExportForm(typed, initial={"file": "xlsx", **last})


def _free(uids: Sequence[UUID]) -> tuple[list[UUID], int]:
    """Leave out whose data may be kept and not used (GDPR art. 18); say how many those are."""
    blocked: set[UUID] = set()
    for part in batched(uids, BATCH, strict=False):
        blocked |= blocked_uids(part, Use.EXPORT)
    return [uid for uid in uids if uid not in blocked], len(blocked)


def _picked(request: OfficeRequest) -> list[UUID]:
    rows = customer_rows(vault=LockedVault(), ids=picked(request))
    return [row.uid for row in rows.values()]


def _found(request: OfficeRequest) -> Iterator[UUID]:
    """Ask the vault for every page of what the list showed."""
    filters = {name: request.POST[name] for name in ("kind", "country") if request.POST.get(name)}
    after = ""
    while True:
        page = request.actor.vault.search(
            request.POST.get("terms", ""), after=after, limit=BATCH, filters=filters
        )
        yield from (card.uid for card in page.hits)
        after = page.next
        if not after:
            return


def _file(
    to: HandOver, request: OfficeRequest, people: People, vault: VaultSession
) -> HttpResponseBase:
    """Stream the file; nothing of it is written here.

    It holds customers and nothing else, so that it can be read in again: how many were left out
    stands in its name.
    """
    header = [_("Number"), *(str(LABELS[name]) for name in FIELDS), _("Language"), _("Term")]
    rows = _rows(list(people.uids), vault)
    without = _("without %(n)d restricted") % {"n": people.left_out} if people.left_out else ""
    title = f"{_('Customers')} {without}".strip()
    return people_file(
        to,
        request,
        What.CUSTOMERS,
        header=header,
        rows=rows,
        people=people,
        title=title,
        says_left_out=False,
    )


def _rows(uids: Sequence[UUID], vault: VaultSession) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(uids), BATCH):
        for each in customer_files(vault=vault, uids=uids[start : start + BATCH]):
            texts = [str(each.fields.get(name, "")) for name in FIELDS]
            yield [each.number, *texts, each.language, each.payment_term_days]
