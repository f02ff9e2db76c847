"""The one door through which a file about people leaves: who gets it is said and noted first.

GDPR art. 5(2), 15(1)(c) and 19: a customer may ask who received their data, and whoever did is
told when those are corrected or erased. So no file of people is streamed past this door, and
`tests/architecture/test_handing_over.py` sees to it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from hashlib import sha256
from typing import Any, Concatenate, Protocol
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from klantkluis.customers.blocking import (
    CustomerRestricted,
    blocked_among,
    refuse_when_restricted,
    sentence,
)
from klantkluis.customers.queries import customer_rows
from klantkluis.customers.restriction_rules import Use
from klantkluis.disclosures.commands import disclose, note_file
from klantkluis.disclosures.queries import last_hand_over
from klantkluis.disclosures.rules import (
    INTERNAL,
    UNNAMED,
    Ground,
    HandOver,
    What,
    Why,
    categories_of,
    fits,
    usual_ground,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.tables.writing import Cell
from klantkluis.office.disclosure_names import GROUNDS, RECIPIENTS, WHATS, WHYS
from klantkluis.office.downloads import table_file, zip_file
from klantkluis.office.exporting import Named, kind_of_file
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.requests import OfficeRequest
from klantkluis.vault.client import LockedVault

OWN_USE = HandOver(INTERNAL, Ground.OWN_USE, Why.WORK)
OFFERED = (
    "internal", "accountant", "tax_authority", "municipality", "court", "carrier",
    "mail_service", "payment_provider", "person", "other",
)  # fmt: skip
REASONS = ("work", "bookkeeping", "tax", "delivery", "figures", "migration", "claim", "request",
           "other")  # fmt: skip
FIELDS = ("recipient", "name", "why", "ground")


class HandOverForm(OfficeForm):
    """Who gets the file, and what for. As it was the last time, or for our own work."""

    recipient = forms.ChoiceField(
        label=gettext_lazy("Who gets the file?"),
        choices=[(code, RECIPIENTS[code]) for code in OFFERED],
    )
    name = forms.CharField(
        label=gettext_lazy("Which organisation?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The name of the organisation, not of a person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Why is that allowed?"),
        choices=[
            ("", gettext_lazy("As is usual for this recipient")),
            *((each.value, GROUNDS[each.value]) for each in Ground if each is not Ground.OWN_USE),
        ],
        required=False,
    )
    why = forms.ChoiceField(
        label=gettext_lazy("What is it for?"), choices=[(code, WHYS[code]) for code in REASONS]
    )
    all_optional = True

    def clean(self) -> dict[str, Any]:
        """See that the organisation is named, and that the ground fits it."""
        typed: dict[str, Any] = super().clean() or {}
        recipient, ground = typed.get("recipient", ""), typed.get("ground") or ""
        if recipient and recipient not in UNNAMED and not typed.get("name", "").strip():
            self.refuse(
                _("Write which organisation gets it. Customers may ask who got their data."),
                field="name",
            )
        if recipient == INTERNAL:
            typed["ground"] = ""
        elif recipient and ground and not fits(recipient, Ground(ground)):
            self.refuse(
                _("This recipient cannot be given personal data on this ground. Choose another."),
                field="ground",
            )
        return typed

    @property
    def hand_over(self) -> HandOver:
        """What was chosen."""
        chosen = self.cleaned_data
        ground = Ground(chosen["ground"] or usual_ground(chosen["recipient"]))
        return HandOver(chosen["recipient"], ground, Why(chosen["why"]), chosen["name"])


def remembered(actor: Actor, what: What) -> HandOver:
    """Give to whom this person gave such a file the last time."""
    return last_hand_over(staff_id=actor.staff_id, what=what) or OWN_USE


def initial_of(to: HandOver) -> dict[str, str]:
    """Give the form as it begins."""
    ground = "" if to.ground is usual_ground(to.recipient) else to.ground.value
    return {"recipient": to.recipient, "name": to.name, "ground": ground, "why": to.why.value}


type View[**P] = Callable[Concatenate[OfficeRequest, P], HttpResponseBase]


def _nothing(_request: OfficeRequest, **_about: Any) -> None:
    """Need nothing."""


def to_whom(
    what: What, needs: Callable[..., HttpResponse | None] = _nothing
) -> Callable[[Callable[..., HttpResponseBase]], View[...]]:
    """Ask who gets a file of people before the view makes it; the view gets the answer as `to`.

    Args:
        needs: looks first whether there is anything to make a file of; else where to go.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> View[...]:
        @wraps(view)
        def asking(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if (elsewhere := needs(request, *args, **kwargs)) is not None:
                return elsewhere
            typed = request.POST if "recipient" in request.POST else None
            form = HandOverForm(typed, initial=initial_of(remembered(request.actor, what)))
            if form.is_valid():
                return view(request, *args, to=form.hand_over, **kwargs)
            return _step(request, form, what)

        return asking

    return decorate


def _step(request: OfficeRequest, form: HandOverForm, what: What) -> HttpResponse:
    """Ask, and carry along what the list was asked for."""
    sent = request.POST if request.method == "POST" else request.GET
    left = {*FIELDS, "csrfmiddlewaretoken", "insist"}
    carried = [(key, value) for key in sent if key not in left for value in sent.getlist(key)]
    context = {"form": form, "carried": carried, "what": WHATS[what.value]}
    return render(request, "office/handing_over.html", context)


@dataclass(frozen=True, slots=True)
class People:
    """Whom a file is about, by the uids of their keys, and how many were kept out of it."""

    uids: Collection[UUID]
    left_out: int = 0
    with_names: bool = True

    @classmethod
    def of(cls, named: Named) -> "People":
        """Give those who are named in a list of documents."""
        return cls(named.uids, named.left_out, named.with_names)


class OfCustomer(Protocol):
    """A row of a list that is about a customer."""

    @property
    def customer_id(self) -> int:
        """The customer."""


def without_restricted[Row: OfCustomer](rows: Sequence[Row]) -> tuple[list[Row], People]:
    """Leave out the papers of whose data may be kept and not used; say whom the others are of.

    Raises:
        CustomerRestricted: none would be left.
    """
    ids = {row.customer_id for row in rows}
    blocked = blocked_among(ids, Use.EXPORT)
    if rows and blocked == ids:
        raise CustomerRestricted(sentence(Use.EXPORT))
    known = customer_rows(vault=LockedVault(), ids=ids - blocked)
    free = [row for row in rows if row.customer_id not in blocked]
    return free, People({row.uid for row in known.values()}, len(blocked))


def about(customer_id: int) -> People:
    """Give one customer as whom a file is about.

    Raises:
        CustomerRestricted: these data may be kept and not used.
    """
    refuse_when_restricted(customer_id, Use.EXPORT)
    known = customer_rows(vault=LockedVault(), ids=[customer_id])
    return People([row.uid for row in known.values()])


def people_file(
    to: HandOver,
    request: OfficeRequest,
    what: What,
    *,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    people: People,
    title: str = "",
    says_left_out: bool = True,
) -> StreamingHttpResponse:
    """Stream a file about people; who gets it is noted before its first byte leaves.

    When its last byte has left its SHA-256 is noted, or that it broke off. Who is left out because
    their data may be kept and not used is said in the last row.
    """
    counted, noted = _Counted(rows), _noted(request, to, what, people)
    watched = partial(_watched, disclosure_id=noted, rows=counted, actor=request.actor)
    told = _with_left_out(counted, people.left_out if says_left_out else 0)
    name, day = title or str(WHATS[what.value]), timezone.localdate()
    return table_file(kind_of_file(request), header, told, title=name, day=day, watched=watched)


def people_zip(
    to: HandOver,
    request: OfficeRequest,
    what: What,
    *,
    papers: Iterable[tuple[str, bytes]],
    people: People,
) -> HttpResponse:
    """Give papers about people in one file; see `people_file`."""
    made = zip_file(papers, title=str(WHATS[what.value]), day=timezone.localdate())
    disclosure_id = _noted(request, to, what, people)
    note_file(
        disclosure_id=disclosure_id,
        sha256=sha256(made.content).digest(),
        size=len(made.content),
        actor=request.actor,
        at=timezone.now(),
    )
    return made


def _noted(request: OfficeRequest, to: HandOver, what: What, people: People) -> int:
    return disclose(
        what=what,
        to=to,
        categories=categories_of(what, with_names=people.with_names),
        subjects=people.uids,
        left_out=people.left_out,
        actor=request.actor,
        at=timezone.now(),
    )


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _with_left_out(rows: Iterable[Sequence[Cell]], left_out: int) -> Iterator[Sequence[Cell]]:
    yield from rows
    if left_out:
        yield [left_out_sentence(left_out)]


def left_out_sentence(n: int) -> str:
    """Say how many are not in a file, and why."""
    said = ngettext(
        "%(n)d customer is not named here: these data may be kept and not used (GDPR art. 18).",
        "%(n)d customers are not named here: these data may be kept and not used (GDPR art. 18).",
        n,
    )
    return said % {"n": n}


def _watched(
    pieces: Iterator[bytes], *, disclosure_id: int, rows: _Counted, actor: Actor
) -> Iterator[bytes]:
    """Give the pieces on, and note what left: also when whoever fetched it hangs up half-way."""
    digest, size, whole = sha256(), 0, False
    try:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            yield piece
        whole = True
    finally:
        note_file(
            disclosure_id=disclosure_id,
            sha256=digest.digest(),
            size=size,
            rows=rows.count,
            whole=whole,
            actor=actor,
            at=timezone.now(),
        )
