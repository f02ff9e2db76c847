"""Placing an order: sealed for the office at once, then confirmed by mail (decision 60)."""

from dataclasses import replace
from uuid import UUID

import msgspec
from django.http import HttpRequest

from klantkluis.messages.letters import ConsentGiven, OrderLine, OrderPlaced, Shipping
from klantkluis.messages.outbox import Kind
from klantkluis.site import guard, outbox
from klantkluis.site.account.current import current_profile
from klantkluis.site.shop import clock
from klantkluis.site.shop.confirmation import ToPlace, confirmation_of
from klantkluis.site.shop.details import Details
from klantkluis.site.shop.placed import placed
from klantkluis.site.shop.quoting import Quote
from klantkluis.site.shop.tokens import Thanks, reference_of
from klantkluis.site.shop.visit import Visit


def to_place(request: HttpRequest, uid: UUID, details: Details, quoted: Quote) -> ToPlace:
    """Put together what is ordered; who is logged in orders under that account."""
    profile = current_profile(request)
    return ToPlace(uid, details, quoted, profile.account if profile else None)


def place(order: ToPlace, visit: Visit) -> Thanks:
    """Seal an order, mail the confirmation, and say truthfully whether that was taken.

    The order is on the disk before anything is mailed, and says that nothing was. Once the mail
    server has the confirmation it is said otherwise, unless the office may have read it: the
    office then mails once more. A crash in between costs at most a second mail, never an order.

    Raises:
        NotReceiving: there is no key to seal to.
    """
    letter = letter_of(order, visit)
    moment = outbox.send_at(Kind.ORDER, letter)
    thanks = Thanks(order.uid, letter.gross_cents, letter.payment, mailed=False)
    if moment is None:
        return replace(thanks, mailed=None)
    placed.add(replace(thanks, mailed=None))
    if guard.send(confirmation_of(letter, order, visit)):
        outbox.amend(Kind.ORDER, msgspec.structs.replace(letter, mailed=True), since=moment)
        thanks = replace(thanks, mailed=True)
    placed.add(thanks)
    return thanks


def letter_of(order: ToPlace, visit: Visit) -> OrderPlaced:
    """Write the order for the office: every amount as it stood on the screen."""
    details, quoted = order.details, order.quote
    pages = visit.shop.pages
    return OrderPlaced(
        uid=order.uid,
        language=visit.language,
        at=clock.now(),
        account=order.account,
        reference=reference_of(order.uid),
        business=details.business,
        who=details.who,
        address=details.address,
        deliver_to=details.deliver_to,
        basis=quoted.basis,
        lines=tuple(
            OrderLine(
                sku=line.product.sku, name=visit.say(line.product.name)[:200],
                quantity=line.quantity, unit_price=line.unit_price,
                vat_category=line.product.vat_category, rate_bp=line.rate_bp,
                amount_cents=line.amount_cents,
            )
            for line in quoted.lines
        ),
        shipping=_shipping(quoted, visit),
        net_cents=quoted.totals.net_cents,
        vat_cents=quoted.totals.vat_cents,
        gross_cents=quoted.totals.gross_cents,
        payment=details.payment,
        remarks=details.remarks,
        their_reference=details.their_reference,
        newsletter=_consent(details, visit),
        terms=pages["terms"].version if "terms" in pages else "",
        statement=pages["privacy"].version if "privacy" in pages else "",
    )  # fmt: skip


def _shipping(quoted: Quote, visit: Visit) -> Shipping | None:
    sent = quoted.shipping
    if sent is None:
        return None
    return Shipping(
        method=sent.method.code, name=visit.say(sent.method.name)[:200], price=sent.price,
        vat_category=visit.settings.shipping_vat_category, rate_bp=sent.rate_bp,
        amount_cents=sent.amount_cents,
    )  # fmt: skip


def _consent(details: Details, visit: Visit) -> ConsentGiven | None:
    """Give the yes to the newsletter as evidence (GDPR 7(1)); the office asks to confirm it."""
    if not details.newsletter:
        return None
    return ConsentGiven(
        wording=visit.settings.newsletter_wording,
        text=visit.say(visit.settings.newsletter_text),
        asked_at=clock.now(),
    )
