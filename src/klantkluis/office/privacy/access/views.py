"""The page on which an owner hands somebody the data that are held of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klantkluis.core.roles import Role
from klantkluis.customers.identities import Identity, identity_of_customer
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.customers.reading import names_of
from klantkluis.office.downloads import begun
from klantkluis.office.lock import door
from klantkluis.office.privacy.access.forms import (
    BY_WORDS,
    PackageForm,
    Wanted,
    new_passphrase,
    words_in,
)
from klantkluis.office.privacy.access.giving import (
    Asked,
    as_file,
    gathered,
    grant_for_later,
    in_the_shop,
    on_paper,
)
from klantkluis.office.privacy.access.texts import Round, decided, next_round, round_in
from klantkluis.office.privacy.names import WHYS
from klantkluis.office.requests import OfficeRequest, uid_in
from klantkluis.privacy.access.naming import kind_of
from klantkluis.privacy.access.package import (
    Package,
    PackageKind,
    identity_of,
    looked_through,
)
from klantkluis.privacy.access.queries import hand_overs_to
from klantkluis.privacy.access.words import TITLES
from klantkluis.privacy.commands.handing_over import Way
from klantkluis.privacy.commands.redacting import decide_texts
from klantkluis.privacy.holdings import counts_of
from klantkluis.privacy.queries import request_known
from klantkluis.shop.pick_ups import has_account
from klantkluis.vault.refusals import PasswordNeeded
from klantkluis.vault.staff import StaffVault

PAGE = "office/privacy/package.html"
CHOSEN = frozenset({"kind", "language", "way", "age_key"})
"""What is chosen on the first page, and mended there when it is wrong."""


@allow(Role.OWNER)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def of_customer(request: OfficeRequest, customer_id: int) -> HttpResponseBase:
    """Hand a customer their data."""
    return _hand_over(request, identity_of_customer(customer_id))


@allow(Role.OWNER)
@sensitive_post_parameters()
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
        try:
            with form.refusals(PasswordNeeded):
                return _on_its_way(request, form, Asked(identity, _request_uid(request)), session)
        except PasswordNeeded:
            form.ask_again()
    sent = round_in(request.POST)
    if sent is not None and not form.errors.keys() & CHOSEN:
        return _texts_page(request, form, identity, sent)
    return render(request, PAGE, _shown(request, form, identity))


def _on_its_way(
    request: OfficeRequest, form: PackageForm, asked: Asked, session: StaffVault
) -> HttpResponseBase:
    """Hand a package over, or show the texts that somebody has to look through first."""
    package, texts = _looked_through(request, form, gathered(session, asked, form.wanted))
    if texts is not None:
        granted = grant_for_later(session, form.wanted)
        return _texts_page(request, form, asked.identity, texts, granted)
    if form.wants_a_look and not package.texts:
        messages.info(request, _("Nobody but the person typed a text that is in this package."))
        return render(request, PAGE, _shown(request, form, asked.identity))
    return _given(request, package, asked, form.wanted)


def _looked_through(
    request: OfficeRequest, form: PackageForm, package: Package
) -> tuple[Package, Round | None]:
    """Keep what was decided of texts; give the package, and the page of texts that comes next."""
    sent = round_in(request.POST)
    if sent is not None:
        decisions, wrong = decided(sent, package)
        if wrong is not None:
            return package, wrong
        new = [each for each in decisions.values() if package.decisions.get(each.place) != each]
        if new:
            subject, now = package.identity.uid, timezone.now()
            decide_texts(subject=subject, decisions=new, actor=request.actor, now=now)
        package = looked_through(package, {**package.decisions, **decisions})
    return package, next_round(
        package,
        after=sent.goes_on_at if sent else 0,
        everything=form.wants_a_look,
        staff=staff_names().values(),
    )


def _texts_page(
    request: OfficeRequest, form: PackageForm, identity: Identity, shown: Round, grant: str = ""
) -> HttpResponse:
    """Show texts to look through, with what was chosen on the page before."""
    return render(
        request,
        "office/privacy/package_texts.html",
        {
            "form": form,
            "identity": identity,
            "name": _name_of(request, identity),
            "round": shown,
            "grant": grant,
            "whys": WHYS,
            "passphrase": _words_to_note(form),
            "request_uid": _request_uid(request) or "",
        },
    )


def _request_uid(request: HttpRequest) -> UUID | None:
    """Give the request that is answered: it comes with the form when the address has lost it."""
    return uid_in(request.POST.get("request", "") or request.GET.get("request", ""))


def _name_of(request: OfficeRequest, identity: Identity) -> str:
    customer_id = identity.customer_id
    return names_of([customer_id], request.actor)[customer_id] if customer_id else ""


def _words_to_note(form: PackageForm) -> str:
    """Give the words, when the file that was chosen opens with them."""
    wanted = form.data.get("way") in BY_WORDS and not form.data.get("age_key")
    return words_in(str(form["passphrase"].value() or "")) if wanted else ""


def _given(
    request: OfficeRequest, package: Package, asked: Asked, wanted: Wanted
) -> HttpResponseBase:
    if wanted.way is Way.PAPER:
        return begun(request, on_paper(request, package, asked))
    if wanted.way in BY_WORDS:
        return begun(request, as_file(package, asked, wanted, request.actor))
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
    asked = _request_uid(request)
    return {
        "request_uid": asked or "",
        "answers": request_known(uid=asked) if asked else None,
        "form": form,
        "identity": identity,
        "name": _name_of(request, identity),
        "counted": list(reversed(counted.items())),
        "total": sum(counted.values()),
        "passphrase": words_in(str(form["passphrase"].value() or "")),
        "history": hand_overs_to(uids=identity.uids),
        "staff": staff_names(),
        "whys": WHYS,
    }
