"""What can be done with how the shop sells."""

import re
from dataclasses import asdict
from typing import Final

from django.utils.translation import gettext as _

from klantkluis.catalogue.rules import free_slug, slug_of
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.foundation.updating import update_many
from klantkluis.shop.models import ShippingMethod, ShippingStep, Shop, ShopName
from klantkluis.shop.selling import AFTER_DELIVERY, PAYMENTS, ShippingFields, ShopFields

MOST_STEPS: Final = 12
MOST_METHODS: Final = 30
ANY_WEIGHT: Final = 1_000_000_000
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class ShopWrong(Refusal):
    """The shop cannot sell like this; the field says why."""


class ShippingWrong(Refusal):
    """Goods cannot be sent like this; the field says why."""


@command("shop.changed", Role.SALES)
def change_shop(
    *,
    fields: ShopFields,
    actor: Actor,
) -> None:
    """Say how the shop sells.

    Raises:
        ShopWrong: it has no name, or every way to pay asks for money before delivery: a consumer
            cannot be made to pay more than half in advance (BW 7:26(2)).
    """
    _check(fields)
    row = Shop.objects.select_for_update().filter(pk=1).first()
    values = {**asdict(fields), "payments": ",".join(fields.payments)}
    if row is None or row.name != fields.name:
        # Pages said the name that the shop had: it is evidence, as the pages are.
        insert(ShopName(name=fields.name))
    if row is None:
        insert(Shop(id=1, **values))
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_update=True)


@command("shipping.added", Role.SALES)
def add_shipping_method(
    *,
    fields: ShippingFields,
    actor: Actor,
) -> int:
    """Add a way to send, after those that are there; give its id.

    Raises:
        ShippingWrong: it has no name, goes nowhere, or its weights are not in order.
    """
    _check_shipping(fields)
    codes = set(ShippingMethod.objects.values_list("code", flat=True))
    if len(codes) >= MOST_METHODS:
        raise ShippingWrong(_("There are thirty ways to send; that is the most."))
    code = free_slug(slug_of(fields.name_nl)[:36], codes)
    row = _filled(ShippingMethod(code=code, position=len(codes)), fields)
    insert(row)
    _write_steps(row, fields)
    return row.pk


@command("shipping.changed", Role.SALES)
def change_shipping_method(
    *,
    method_id: int,
    fields: ShippingFields,
    actor: Actor,
) -> None:
    """Change a way to send; orders that were placed keep what they cost.

    Raises:
        ShippingWrong: there is none, or see `add_shipping_method`.
    """
    row = _locked(method_id)
    _check_shipping(fields)
    _filled(row, fields).save(force_update=True)
    ShippingStep.objects.filter(method=row).delete()
    _write_steps(row, fields)


@command("shipping.moved", Role.SALES)
def move_shipping_method(
    *,
    method_id: int,
    up: bool,
    actor: Actor,
) -> None:
    """Let a way to send change places with the one before or after it."""
    _locked(method_id)
    every = list(ShippingMethod.objects.select_for_update().order_by("position", "pk"))
    here = next(place for place, each in enumerate(every) if each.pk == method_id)
    there = max(here - 1, 0) if up else min(here + 1, len(every) - 1)
    every.insert(there, every.pop(here))
    for place, each in enumerate(every):
        each.position = place
    update_many(every, "position")


@command("shipping.removed", Role.SALES)
def remove_shipping_method(
    *,
    method_id: int,
    actor: Actor,
) -> None:
    """Remove a way to send; orders that were placed keep what they cost."""
    _locked(method_id).delete()


def _locked(method_id: int) -> ShippingMethod:
    row = ShippingMethod.objects.select_for_update().filter(pk=method_id).first()
    if row is None:
        raise ShippingWrong(_("There is no such way to send."))
    return row


def _filled(row: ShippingMethod, fields: ShippingFields) -> ShippingMethod:
    row.name_nl, row.name_en = fields.name_nl.strip(), fields.name_en.strip()
    row.days_nl, row.days_en = fields.days_nl.strip(), fields.days_en.strip()
    row.countries = ",".join(dict.fromkeys(fields.countries))
    row.free_from_cents, row.pick_up = fields.free_from_cents, fields.pick_up
    row.active = fields.active
    return row


def _write_steps(row: ShippingMethod, fields: ShippingFields) -> None:
    insert_many(
        ShippingStep(method=row, up_to_grams=grams, cents=cents) for grams, cents in fields.steps
    )


def _check(fields: ShopFields) -> None:
    if not fields.name.strip():
        raise ShopWrong(_("Give the shop a name."), field="name")
    if not _COLOUR.fullmatch(fields.accent):
        raise ShopWrong(_("Choose a colour."), field="accent")
    if not set(fields.payments) <= set(PAYMENTS):
        raise ShopWrong(_("There is no such way to pay."), field="payments")
    if AFTER_DELIVERY.isdisjoint(fields.payments):
        raise ShopWrong(
            _(
                "Offer paying on invoice after delivery too: a consumer cannot be made to pay more"
                " than half in advance (article 7:26 of the Dutch Civil Code)."
            ),
            field="payments",
        )


def _check_shipping(fields: ShippingFields) -> None:
    if not fields.name_nl.strip():
        raise ShippingWrong(_("Give it a name."), field="name_nl")
    if not fields.countries or not all(_COUNTRY.fullmatch(each) for each in fields.countries):
        raise ShippingWrong(_("Choose at least one country."), field="countries")
    if not 1 <= len(fields.steps) <= MOST_STEPS:
        raise ShippingWrong(_("Fill in what it costs, up to which weight."), field="steps")
    weights = [grams for grams, _cents in fields.steps]
    if weights != sorted(set(weights)) or weights[0] <= 0:
        raise ShippingWrong(_("Each weight is higher than the one before."), field="steps")
