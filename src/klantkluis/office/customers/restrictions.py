"""The use of a customer's data: restricted, objected to, permitted once, and freed again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klantkluis.core.roles import Role
from klantkluis.customers.commands import announce_lift, lift, object_to, permit_use, restrict
from klantkluis.customers.queries import CustomerRow, customer_rows
from klantkluis.customers.restriction_rules import Against, Cause, Permission, Told, Use
from klantkluis.customers.restrictions import permitted_uses, restrictions_of
from klantkluis.disclosures.commands import prepare_notices
from klantkluis.disclosures.rules import CATEGORIES, NoticeKind
from klantkluis.office.access.permissions import allow
from klantkluis.office.access.queries import staff_names
from klantkluis.office.customers.reading import card_for
from klantkluis.office.customers.restriction_names import (
    AGAINST,
    CAUSES,
    KINDS,
    PERMISSIONS,
    TOLD,
    USES,
)
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.once import OnceForm
from klantkluis.office.requests import OfficeRequest, uid_in
from klantkluis.office.sent_once import sent_once
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.refusals import VaultLocked

READERS = (Role.SALES, Role.FISCAL)
WHAT = [
    ("restriction", gettext_lazy("Keep the data, and do not use them")),
    ("direct_marketing", gettext_lazy("Send no advertising and no newsletter any more")),
    ("legitimate_interest", gettext_lazy("Stop what we do for our own interest")),
]
RESTRICTING = ("accuracy_contested", "unlawful", "claims", "objection_pending")


class RestrictForm(OnceForm):
    """What a customer asked for, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("What does the customer ask?"), choices=WHAT, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Why may the data not be used?"),
        choices=[("", "–"), *((code, CAUSES[code]) for code in RESTRICTING)],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("In the customer's own words"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Kept in the vault. Nobody has to explain why they want no ads."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    all_optional = True

    def clean(self) -> dict[str, Any]:
        """See that a restriction says why."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("what") == "restriction" and not typed.get("cause"):
            self.refuse(_("Choose why the use is restricted."), field="cause")
        return typed


class UseForm(OnceForm):
    """What restricted data are used for all the same, and why that is allowed."""

    use = forms.ChoiceField(label=gettext_lazy("What has to be done?"), choices=[*USES.items()])
    permission = forms.ChoiceField(
        label=gettext_lazy("Why is that allowed?"),
        choices=[*PERMISSIONS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Explain it in your own words"),
        max_length=1000,
        help_text=gettext_lazy("Kept in the vault, with your name. The customer may ask for it."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class ToldForm(OfficeForm):
    """How the customer was told that a restriction will be lifted."""

    how = forms.ChoiceField(
        label=gettext_lazy("How was the customer told?"), choices=[*TOLD.items()]
    )


def _row(request: OfficeRequest, customer_id: int) -> CustomerRow:
    row = customer_rows(vault=request.actor.vault, ids=[customer_id]).get(customer_id)
    if row is None:
        raise Http404
    return row


def _reader(request: OfficeRequest, customer_id: int) -> VaultSession:
    """Give the vault for the typed words: open to whom the customer's own file is open."""
    card = card_for(customer_id, request.actor)
    shown = card is not None and bool(card.fields) and request.actor.may(Role.SALES)
    return request.actor.vault if shown else LockedVault()


@allow(*READERS)
@require_safe
def restrictions(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Show what holds, what held, and what was used all the same."""
    vault = _reader(request, customer_id)
    context = {
        "customer": _row(request, customer_id),
        "rows": restrictions_of(customer_id=customer_id, vault=vault),
        "uses": permitted_uses(customer_id=customer_id, vault=vault),
        "told_form": ToldForm(),
        "staff": staff_names(),
        **_names(),
    }
    return render(request, "office/customers/restrictions.html", context)


def _names() -> dict[str, Any]:
    return {
        "kinds": KINDS, "againsts": AGAINST, "causes": CAUSES, "use_names": USES,
        "permissions": PERMISSIONS, "told_names": TOLD,
    }  # fmt: skip


@allow(Role.SALES)
@require_http_methods(["GET", "POST"])
@sent_once("customers:customer", by="customer_id")
def new(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Restrict the use of a customer's data, or note an objection."""
    row = _row(request, customer_id)
    if not request.actor.vault.is_open:
        raise VaultLocked
    form = RestrictForm(request.POST or None, initial={"what": "restriction"})
    if form.is_valid():
        with form.refusals():
            asked = uid_in(request.GET.get("request", ""))
            _restrict(request, row, asked, **form.cleaned_data)
            messages.success(request, _("It holds from now on, in the whole office."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer": row}
    return render(request, "office/customers/restrict.html", context)


def _restrict(
    request: OfficeRequest,
    row: CustomerRow,
    asked: UUID | None,
    *,
    what: str,
    cause: str,
    reason: str,
    uid: UUID | None,
) -> None:
    """Do it, and prepare what recipients are to be told (GDPR art. 19); both or neither."""
    said: dict[str, Any] = {"reason": reason, "actor": request.actor, "at": timezone.now()}
    said |= {"request_uid": asked, "uid": uid}
    if what != "restriction":
        object_to(customer_id=row.id, against=Against(what), **said)
        return
    with transaction.atomic():
        restrict(customer_id=row.id, cause=Cause(cause), **said)
        prepare_notices(
            subject_uids=[row.uid],
            kind=NoticeKind.RESTRICTION,
            categories=sorted({each for listed in CATEGORIES.values() for each in listed}),
            actor=request.actor,
            at=said["at"],
        )


@allow(Role.FISCAL)
@require_http_methods(["GET", "POST"])
@sent_once("customers:customer", by="customer_id")
def use(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Say why restricted data are looked at, or used all the same, this once."""
    row = _row(request, customer_id)
    if not request.actor.vault.is_open:
        raise VaultLocked
    form = UseForm(request.POST or None, initial={"use": "look", "permission": "law"})
    if not request.actor.may():
        form.offer("use", [("look", USES["look"])])
    if form.is_valid():
        with form.refusals():
            _permit(request, customer_id, **form.cleaned_data)
            messages.success(request, _("Noted. It holds for this one thing, and for an hour."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer": row}
    return render(request, "office/customers/use.html", context)


def _permit(
    request: OfficeRequest,
    customer_id: int,
    *,
    use: str,
    permission: str,
    reason: str,
    uid: UUID | None,
) -> None:
    permit_use(
        customer_id=customer_id,
        use=Use(use),
        permission=Permission(permission),
        reason=reason,
        actor=request.actor,
        at=timezone.now(),
        uid=uid,
    )


@allow(Role.SALES)
@require_POST
def told(request: OfficeRequest, customer_id: int, restriction_id: int) -> HttpResponse:
    """Note that the customer was told that a restriction will be lifted."""
    form = ToldForm(request.POST)
    if form.is_valid():
        how, now = Told(form.cleaned_data["how"]), timezone.now()
        announce_lift(restriction_id=restriction_id, how=how, actor=request.actor, at=now)
        messages.success(request, _("Noted. Now it can be lifted."))
    return redirect("customers:restrictions", customer_id)


@allow(Role.OWNER)
@require_POST
def announcement(request: OfficeRequest, customer_id: int) -> HttpResponse:
    """Begin the letter that the law asks before lifting; that it is written is noted as such."""
    permit_use(
        customer_id=customer_id,
        use=Use.LETTER,
        permission=Permission.LAW,
        reason=_("To tell that the restriction will be lifted (GDPR art. 18(3))."),
        actor=request.actor,
        at=timezone.now(),
    )
    return redirect(f"{reverse('customers:new-letter', args=[customer_id])}?about=lifting")


@allow(Role.SALES)
@require_POST
def lifted(request: OfficeRequest, customer_id: int, restriction_id: int) -> HttpResponse:
    """Let the data be used again."""
    lift(restriction_id=restriction_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Lifted. The data can be used again."))
    return redirect("customers:restrictions", customer_id)
