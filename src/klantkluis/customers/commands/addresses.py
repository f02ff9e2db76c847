"""Delivery addresses."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.commands.registering import MAY, active_customer
from klantkluis.customers.models import DeliveryAddress
from klantkluis.customers.stored import ADDRESS
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command

ADDRESS_FIELDS = (
    "label",
    "name",
    "street",
    "house_number",
    "house_number_addition",
    "address_line_2",
    "postcode",
    "town",
    "region",
    "country",
    "phone",
)


class AddressIncomplete(Refusal):
    """An address to deliver to needs at least a street or a second line, and a town."""


class AddressUnknown(Refusal):
    """There is no such address of this customer."""


@command("customer.address_added", *MAY)
def add_address(*, customer_id: int, fields: Mapping[str, Any], actor: Actor) -> int:
    """Add a delivery address to a customer; give its id.

    Raises:
        AddressIncomplete: no parcel could be delivered there.
        CustomerUnknown: there is no such customer.
    """
    address = DeliveryAddress(customer=active_customer(customer_id))
    ADDRESS.seal_new(actor.vault, [(address, checked_address(fields))])
    address.save(force_insert=True)
    return address.pk


@command("customer.address_changed", *MAY)
def change_address(*, address_id: int, rev: int, fields: Mapping[str, Any], actor: Actor) -> None:
    """Change a delivery address that was read at revision `rev`.

    Raises:
        AddressUnknown: it is gone.
        AddressIncomplete: no parcel could be delivered there.
        RowChanged: somebody else changed it.
    """
    ADDRESS.replace(actor.vault, _address(address_id), checked_address(fields), rev=rev)


@command("customer.address_removed", *MAY)
def remove_address(*, address_id: int, actor: Actor) -> None:
    """Remove a delivery address. Orders that went there keep their own copy.

    Raises:
        AddressUnknown: it is gone already.
    """
    _address(address_id).delete()


def checked_address(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the fields of an address, without empty ones.

    Raises:
        AddressIncomplete: the street or the town is missing.
    """
    kept = {name: fields[name] for name in ADDRESS_FIELDS if fields.get(name)}
    if not kept.get("street") and not kept.get("address_line_2"):
        raise AddressIncomplete(_("Give the street or the post office box."), field="street")
    if not kept.get("town"):
        raise AddressIncomplete(_("Give the town."), field="town")
    return kept


def _address(address_id: int) -> DeliveryAddress:
    address = DeliveryAddress.objects.select_related("customer").filter(pk=address_id).first()
    if address is None:
        raise AddressUnknown(_("This address was removed in the meantime."))
    return address
