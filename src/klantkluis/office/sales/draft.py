"""An order or quote that is being typed: customer, head, lines, address, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klantkluis.catalogue.queries import rate_table
from klantkluis.core.vat import PriceBasis, Totals, totals
from klantkluis.customers.queries import CustomerRow, customer_rows, delivery_addresses
from klantkluis.foundation.company import company
from klantkluis.office.customers.forms import CustomerForm, DeliveryAddressForm
from klantkluis.office.customers.reading import ListedCustomer, customers_page
from klantkluis.office.requests import OfficeRequest
from klantkluis.office.sales.forms import OWN, TYPED, OrderForm, new_uid, order_initial
from klantkluis.office.sales.lines import ORDER_LINES, LineSet, rearranged, typed_lines
from klantkluis.office.tables import ListState
from klantkluis.sales.commands import NewLine, NewOrder
from klantkluis.sales.lines import SoldLine
from klantkluis.sales.queries import OrderCard
from klantkluis.sales.vat import VatSituation, situation_ahead
from klantkluis.vault.client import LockedVault, VaultSession
from klantkluis.vault.refusals import VaultLocked

FOUND = 8
NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
NEW_CUSTOMER = {"language": "nl", "payment_term_days": 14, "country": "NL"}


@dataclass(slots=True)
class OrderDraft:
    """What stands on the page on which an order or a quote is written or changed."""

    form: OrderForm
    lines: LineSet
    address: DeliveryAddressForm
    new_customer: CustomerForm
    customer: CustomerRow | None
    found: list[ListedCustomer] | None = None
    terms: str = field(default="", repr=False)
    vault: VaultSession = field(default_factory=LockedVault, repr=False)
    result: Totals | None = None
    added_up: list[NewLine] | None = field(default=None, repr=False)

    @property
    def customer_id(self) -> int | None:
        """Whose order it is, when that is known."""
        return self.customer.id if self.customer else None

    def order(self) -> NewOrder | None:
        """Give the order when everything typed can be used; else the forms say what cannot.

        Raises:
            VaultLocked: the address was chosen from a list that is closed now.
        """
        typed = self.form.cleaned_data.get("deliver_to") if self.form.is_valid() else ""
        whole = [self.form.is_valid(), self.lines.is_valid()]
        if typed == TYPED:
            whole.append(self.address.is_valid())
        elif typed and typed != OWN and typed not in self.form.addresses:
            if not self.form.addresses:
                raise VaultLocked
            self.form.refuse(_("Choose an address of this customer."), field="deliver_to")
            whole.append(False)
        lines = self.add_up()
        if not all(whole) or not self.lines.is_whole:
            return None
        return self.form.order(lines, self.address)

    def add_up(self) -> list[NewLine]:
        """Work out the lines that can be, and what they add up to; give those lines."""
        if self.added_up is not None:
            return self.added_up
        self.lines.is_valid()
        head = self.form.cleaned_data if self.form.is_bound and self.form.errors is not None else {}
        ordered_on: date = head.get("ordered_on") or timezone.localdate()
        basis = PriceBasis(head.get("basis") or company().price_basis)
        situation = self.situation(ordered_on)
        known = self.lines.known(basis, situation, ordered_on, timezone.localdate())
        lines = self.lines.lines(known)
        numbered = enumerate(lines, start=1)
        each = [known.priced(line) for n, line in numbered if n not in self.lines.optional]
        if each:
            self.result = totals(each, basis=basis, discount_bp=head.get("discount_bp") or 0)
        self.added_up = lines
        return lines

    def situation(self, day: date) -> VatSituation:
        """Give what the VAT of this order depends on, as far as it was typed."""
        country, postcode = self._ships_to()
        return situation_ahead(
            customer_id=self.customer_id,
            ships_to=country,
            postcode=postcode,
            vault=self.vault,
            day=day,
        )

    def _ships_to(self) -> tuple[str, str]:
        """Give country and postcode of the address chosen or typed, empty for their own."""
        chosen = str(self.form["deliver_to"].value())
        if chosen == TYPED:
            typed = self.address["country"].value(), self.address["postcode"].value()
            return str(typed[0] or ""), str(typed[1] or "")
        address = self.form.addresses.get(chosen, {})
        return str(address.get("country", "")), str(address.get("postcode", ""))

    def hold_judgement(self) -> None:
        """Show what was typed as it is, added up as far as it goes: the person is not done yet."""
        self.add_up()
        for part in (self.form, self.lines, self.address):
            part.hold_judgement()


@dataclass(frozen=True, slots=True)
class Typed:
    """What kind of document is typed: its head and its lines."""

    form: type[OrderForm] = OrderForm
    lines: type[LineSet] = ORDER_LINES


@dataclass(frozen=True, slots=True)
class Before:
    """What a document said before it is changed."""

    customer_id: int
    lines: Sequence[SoldLine]
    cents: Sequence[int]
    totals: Totals
    deliver_to: Mapping[str, Any] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """What somebody asked for before anything was typed: lines, and what is known of them."""

    lines: Sequence[Mapping[str, Any]] = ()
    customer: Mapping[str, Any] = field(default_factory=dict, repr=False)


ORDER = Typed()
FROM_NOTHING = Begun()


def new_draft(
    request: OfficeRequest,
    typed: Typed = ORDER,
    more: Mapping[str, Any] = NOTHING_MORE,
    begun: Begun = FROM_NOTHING,
) -> OrderDraft:
    """Give the document that is being written, from what was sent or to begin with.

    `more` is what its head begins with besides what every document begins with, and `begun` what
    the other parts begin with.
    """
    data = sent_of(request)
    sent = data if data is not None else request.GET
    initial = {
        "ordered_on": timezone.localdate(),
        "basis": company().price_basis,
        "deliver_to": OWN,
        "uid": new_uid(),
        **more,
    }
    chosen = "" if "choose_other" in sent else sent.get("choose") or sent.get("customer", "")
    draft = _draft(request, data, _customer(request, chosen), initial, typed=typed, begun=begun)
    if draft.customer is None and data is not None:
        draft.terms = data.get("customer_terms", "").strip()[:200]
        draft.found = found_customers(request, draft.terms) if draft.terms else None
    return draft


def changed_draft(request: OfficeRequest, before: OrderCard) -> OrderDraft:
    """Give the order that is being changed."""
    said = Before(
        before.customer_id,
        before.lines,
        before.totals.line_cents,
        before.totals,
        before.contents.get("deliver_to"),
    )
    return draft_after(request, said, order_initial(before))


def draft_after(
    request: OfficeRequest, before: Before, initial: dict[str, Any], typed: Typed = ORDER
) -> OrderDraft:
    """Give the document that is being changed, from what was sent or as it was before."""
    customer, data = _customer(request, str(before.customer_id)), sent_of(request)
    draft = _draft(request, data, customer, initial, typed=typed, before=before)
    if data is None:
        draft.result, draft.added_up = before.totals, []
        sold = zip(before.lines, before.cents, strict=True)
        for form, (line, cents) in zip(draft.lines.forms, sold, strict=False):
            form.amount_cents, form.about = cents, line.description(get_language() or "nl")
    return draft


def sent_of(request: OfficeRequest) -> QueryDict | None:
    """Give what was sent of a document, with a line more or less when that was asked."""
    if request.method != "POST":
        return None
    return rearranged(request.POST) or request.POST


def _draft(
    request: OfficeRequest,
    data: QueryDict | None,
    customer: CustomerRow | None,
    initial: dict[str, Any],
    *,
    typed: Typed,
    before: Before | None = None,
    begun: Begun = FROM_NOTHING,
) -> OrderDraft:
    vault = request.actor.vault
    addresses = delivery_addresses(customer_id=customer.id, vault=vault) if customer else ()
    kept = before.deliver_to if before else None
    rates = rate_table().on(timezone.localdate())
    registers = data if data is not None and {"register", "insist"} & set(data) else None
    newly = {**NEW_CUSTOMER, **begun.customer, **_retyped(data)}
    return OrderDraft(
        form=typed.form(data, initial=initial, addresses=addresses, kept=kept),
        lines=typed_lines(
            data, rates, before.lines if before else (), kind=typed.lines, begun=begun.lines
        ),
        address=DeliveryAddressForm(data, prefix="to", initial={"country": "NL"}),
        new_customer=CustomerForm(registers, initial=newly),
        customer=customer,
        vault=vault,
    )


def _retyped(data: QueryDict | None) -> dict[str, str]:
    """Give what was typed of a new customer, so that it stays while the order is worked on."""
    if data is None:
        return {}
    return {name: str(data[name]) for name in CustomerForm.base_fields if data.get(name)}


def _customer(request: OfficeRequest, typed: str) -> CustomerRow | None:
    """Give the customer that the page names.

    Raises:
        Http404: there is none with this id.
    """
    if not typed.isdigit() or len(typed) > 18:
        return None
    rows = customer_rows(vault=request.actor.vault, ids=[int(typed)])
    if not rows:
        raise Http404
    return rows[int(typed)]


def found_customers(request: OfficeRequest, terms: str) -> list[ListedCustomer]:
    """Find customers by name, or by number while the vault is locked."""
    if not terms:
        return []
    return list(customers_page(ListState(terms=terms), request.actor).rows)[:FOUND]
