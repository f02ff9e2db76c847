"""The page on which an owner hands somebody the data that are held of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.customers.identities import Identity, identity_of_customer
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.customers.reading import names_of
from klantkluis.office.lock import door
from klantkluis.office.privacy.access.forms import PackageForm, Wanted, new_passphrase, words_in
from klantkluis.office.privacy.access.giving import Asked, as_file, gathered, in_the_shop, on_paper
from klantkluis.office.requests import OfficeRequest, uid_in
from klantkluis.privacy.access.naming import kind_of
from klantkluis.privacy.access.package import Package, PackageKind, identity_of
from klantkluis.privacy.access.queries import hand_overs_to
from klantkluis.privacy.access.words import TITLES
from klantkluis.privacy.commands.handing_over import Way
from klantkluis.privacy.holdings import counts_of
from klantkluis.privacy.queries import request_known
from klantkluis.shop.pick_ups import has_account


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password", "passphrase")
@require_http_methods(["GET", "POST"])
def of_customer(request: OfficeRequest, customer_id: int) -> HttpResponseBase:
    """Hand a customer their data."""
    return _hand_over(request, identity_of_customer(customer_id))


@allow(Role.OWNER)
@sensitive_post_parameters("vault_password", "passphrase")
@require_http_methods(["GET", "POST"])
def of_person(request: OfficeRequest, uid: UUID) -> HttpResponseBase:
    """Hand their data to who is known by a uid: a subscriber, or somebody who only wrote."""
    return _hand_over(request, identity_of(uid))


def _hand_over(request: OfficeRequest, identity: Identity | None) -> HttpResponseBase:
    if identity is None:
        raise Http404
    session = door.open_session_of(request)
    form = PackageForm(
        request.POST or None,
        initial=_begun(request, identity),
        has_account=has_account(identity.uids),
    )
    if form.is_valid():
        with form.refusals():
            asked = Asked(identity, uid_in(request.GET.get("request", "")))
            return _given(request, gathered(session, asked, form.wanted), asked, form.wanted)
    return render(request, "office/privacy/package.html", _shown(request, form, identity))


def _given(
    request: OfficeRequest, package: Package, asked: Asked, wanted: Wanted
) -> HttpResponseBase:
    if wanted.way is Way.PAPER:
        return on_paper(request, package, asked)
    if wanted.way is Way.ZIP:
        return as_file(package, asked, wanted.passphrase, request.actor)
    in_the_shop(package, asked, request.actor)
    messages.success(request, _said())
    return redirect(request.get_full_path())


def _said() -> str:
    return _("The package is sealed. The shop has it within minutes and keeps it for 14 days.")


def _begun(request: HttpRequest, identity: Identity) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {
        "kind": kind if kind in set(PackageKind) else PackageKind.ACCESS.value,
        "language": identity.language if identity.language in {"nl", "en"} else "nl",
        "way": Way.ZIP.value,
        "passphrase": new_passphrase(),
    }


def _shown(request: OfficeRequest, form: PackageForm, identity: Identity) -> dict[str, Any]:
    counted: dict[str, int] = {}
    for record, count in counts_of(identity.uids).items():
        title = str(TITLES.get(kind_of(record), record.title))
        counted[title] = counted.get(title, 0) + count
    customer_id = identity.customer_id
    asked = uid_in(request.GET.get("request", ""))
    return {
        "answers": request_known(uid=asked) if asked else None,
        "form": form,
        "identity": identity,
        "name": names_of([customer_id], request.actor)[customer_id] if customer_id else "",
        "counted": list(reversed(counted.items())),
        "total": sum(counted.values()),
        "passphrase": words_in(str(form["passphrase"].value() or "")),
        "history": hand_overs_to(uids=identity.uids),
        "staff": staff_names(),
    }
