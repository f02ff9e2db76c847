"""The confirmation of an order on a durable medium: everything of BW 6:230m, as text (6:230v(7)).

The terms go along as a file, so that nobody depends on a page that may change. The text is put
together part by part in Python: it is written for each order, while the customer waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkluis.core.names import person_name
from klantkluis.messages.letters import Address, OrderPlaced, Person
from klantkluis.messages.markup import to_text
from klantkluis.site.countries import named
from klantkluis.site.mail import File, Mail
from klantkluis.site.shop.amounts import euros, long_day, percent, unit_euros
from klantkluis.site.shop.choices import payment_words
from klantkluis.site.shop.details import Details
from klantkluis.site.shop.quoting import Quote
from klantkluis.site.shop.visit import Visit


@dataclass(frozen=True, slots=True)
class ToPlace:
    """An order as it stood on the last screen; `account` is of who is logged in."""

    uid: UUID
    details: Details
    quote: Quote
    account: UUID | None


def confirmation_of(letter: OrderPlaced, order: ToPlace, visit: Visit) -> Mail:
    """Write the confirmation of an order, in the language in which it was placed."""
    words = {"shop": visit.settings.name, "reference": letter.reference}
    parts = (
        _opening(letter, visit),
        _goods(letter, order.quote, visit),
        _payment(letter, visit),
        _addresses(letter, visit),
        _delivery(letter, order.quote, visit),
        _withdrawal(letter, order.quote, visit),
        _guarantee(order.quote, visit),
        _questions(visit),
        _sender(visit),
    )
    texts = ("\n".join(part) for part in parts)
    return Mail(
        to=letter.who.email,
        subject=_("Your order %(reference)s at %(shop)s") % words,
        text="\n\n".join(text for text in texts if text) + "\n",
        files=_files(visit),
    )


def address_lines(address: Address, language: str) -> list[str]:
    """Write an address, line by line."""
    number = f"{address.house_number} {address.house_number_addition}".strip()
    lines = [
        address.name,
        f"{address.street} {number}".strip(),
        address.address_line_2,
        f"{address.postcode} {address.town}".strip(),
        "" if address.country == "NL" else named(address.country, language),
    ]
    return [line for line in lines if line]


def _name(who: Person) -> str:
    return person_name(
        {part: getattr(who, part) for part in ("first_name", "surname_prefix", "surname")}
    )


def _opening(letter: OrderPlaced, visit: Visit) -> Iterator[str]:
    at = timezone.localtime(letter.at)
    yield _("Dear %(name)s,") % {"name": _name(letter.who)}
    yield ""
    yield _("Thank you for your order %(reference)s at %(shop)s. We received it on %(moment)s.") % {
        "reference": letter.reference,
        "shop": visit.settings.name,
        "moment": f"{long_day(at.date(), visit.language)}, {at:%H:%M:%S}",
    }


def _goods(letter: OrderPlaced, quoted: Quote, visit: Visit) -> Iterator[str]:
    language = visit.language
    yield _("What you ordered")
    for line in letter.lines:
        each = unit_euros(line.unit_price, language)
        amount = euros(line.amount_cents, language)
        yield f"- {line.quantity} x {line.name} ({line.sku}), {each}: {amount}"
    if letter.shipping:
        cents = letter.shipping.amount_cents
        yield f"- {letter.shipping.name}: {euros(cents, language) if cents else _('free')}"
    yield ""
    yield f"{_('Total without VAT')}: {euros(letter.net_cents, language)}"
    for vat in quoted.totals.vat:
        if vat.rate_bp:
            rate = _("VAT %(rate)s") % {"rate": percent(vat.rate_bp, language)}
            yield f"{rate}: {euros(vat.vat_cents, language)}"
    yield f"{_('Total')}: {euros(letter.gross_cents, language)}"
    if letter.business and letter.who.vat_number:
        yield ""
        yield _(
            "We check your VAT number. Where VAT may be left out (reverse charge), the invoice"
            " will say so."
        )


def _payment(letter: OrderPlaced, visit: Visit) -> Iterator[str]:
    us = visit.settings.identity
    words = payment_words(letter.payment, visit.settings.payment_term_days)
    yield f"{_('Payment')}: {words}"
    if letter.payment == "transfer" and us.iban:
        yield f"{_('Account number')}: {us.iban} ({us.account_holder or us.name})"
        yield f"{_('Mention with the payment')}: {letter.reference}"
    if letter.their_reference:
        yield f"{_('Your reference')}: {letter.their_reference}"


def _addresses(letter: OrderPlaced, visit: Visit) -> Iterator[str]:
    yield _("Your address")
    if letter.who.company:
        yield letter.who.company
    yield _name(letter.who)
    yield from address_lines(letter.address, visit.language)
    if letter.deliver_to is not None:
        yield ""
        yield _("Delivered to")
        yield from address_lines(letter.deliver_to, visit.language)


def _delivery(letter: OrderPlaced, quoted: Quote, visit: Visit) -> Iterator[str]:
    days = visit.say(quoted.shipping.method.days) if quoted.shipping else ""
    if days:
        yield f"{_('Delivery time')}: {days}"
    if letter.remarks:
        if days:
            yield ""
        yield _("Your remarks")
        yield letter.remarks


def _withdrawal(letter: OrderPlaced, quoted: Quote, visit: Visit) -> Iterator[str]:
    """Write the right of withdrawal with its model form (BW 6:230m(1)(h)); firms have none."""
    if letter.business:
        return
    yield _("Changed your mind?")
    within = _(
        "Within 14 days after you received the last product you may withdraw from this contract,"
        " without giving a reason:"
    )
    yield f"{within} {visit.origin}{visit.root}withdraw/"
    yield _(
        "Send the products back within 14 days after you told us; you pay the cost of that, unless"
        " our terms say otherwise. Within 14 days after you told us we pay everything back, the"
        " usual cost of delivery included."
    )
    for line in quoted.lines:
        if not line.product.returnable:
            why = visit.say(line.product.not_returnable)
            name = visit.say(line.product.name)
            yield _("Cannot be returned: %(name)s") % {"name": name} + (f" ({why})" if why else "")
    yield ""
    yield from _model_form(visit)


def _model_form(visit: Visit) -> Iterator[str]:
    us, line = visit.settings.identity, ".........."
    yield _("Model withdrawal form")
    yield _("(Fill in this form and send it back only if you want to withdraw from the contract.)")
    street, town = f"{us.street} {us.house_number}", f"{us.postcode} {us.town}"
    yield f"{_('To')}: {us.name}, {street}, {town}, {us.email}"
    withdrawn = _(
        "I/we* hereby withdraw from my/our* contract of sale of the following products / for the"
        " following service*:"
    )
    yield f"{withdrawn} {line}"
    yield f"{_('Ordered on* / received on*:')} {line}"
    yield f"{_('Name of consumer(s):')} {line}"
    yield f"{_('Address of consumer(s):')} {line}"
    yield f"{_('Signature of consumer(s) (only on paper):')} {line}"
    yield f"{_('Date:')} {line}"
    yield _("* Strike out what does not apply.")


def _guarantee(quoted: Quote, visit: Visit) -> Iterator[str]:
    yield _("Legal guarantee")
    words = _(
        "Every product must be what you may expect of it. If it is not, we repair it or replace"
        " it, free of charge; if that cannot be done, you get a lower price or your money back."
    )
    yield f"{words} {visit.origin}{visit.root}guarantee/"
    for line in quoted.lines:
        months = line.product.durability_months
        if months:
            said = ngettext(
                "The maker of %(name)s guarantees durability for %(months)s month.",
                "The maker of %(name)s guarantees durability for %(months)s months.",
                months,
            )
            yield said % {"name": visit.say(line.product.name), "months": months}


def _questions(visit: Visit) -> Iterator[str]:
    yield _("A question or a complaint?")
    yield f"{visit.origin}{visit.root}contact/"
    if "terms" in visit.shop.pages:
        yield ""
        yield _("Our terms are in the file that goes with this mail.")


def _sender(visit: Visit) -> Iterator[str]:
    us = visit.settings.identity
    yield us.name
    yield f"{us.street} {us.house_number}".strip()
    yield f"{us.postcode} {us.town}".strip()
    yield from filter(None, (us.phone, us.email))
    if us.coc_number:
        yield f"{_('KvK number')} {us.coc_number}"
    if us.vat_number:
        yield f"{_('VAT number')} {us.vat_number}"


def _files(visit: Visit) -> tuple[File, ...]:
    """Give the terms as they are today."""
    terms = visit.shop.pages.get("terms")
    if terms is None:
        return ()
    text = f"{visit.say(terms.title)}\n\n{to_text(visit.say(terms.body))}\n"
    name = "terms.txt" if visit.language == "en" else "voorwaarden.txt"
    return (File(name, "text/plain", text.encode()),)
