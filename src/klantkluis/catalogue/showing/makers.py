"""Who made what we sell (Regulation (EU) 2023/988, art. 19), and who answers for it in the EU."""

from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.catalogue.models import Maker, ShopProduct
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command


class MakerWrong(Refusal):
    """This maker cannot be kept; the field says why."""


@dataclass(frozen=True, slots=True)
class MakerFields:
    """Name, postal address and e-mail address or website; the same of who answers for it in the
    EU, which is needed when the maker is elsewhere."""

    name: str
    address: str
    contact: str
    responsible_name: str = ""
    responsible_address: str = ""
    responsible_contact: str = ""


@dataclass(frozen=True, slots=True)
class MakerRow:
    """A maker, and how many products are in the shop under that name."""

    id: int
    fields: MakerFields
    products: int = 0


def makers() -> list[MakerRow]:
    """Give every maker, by name."""
    counts: dict[int, int] = {}
    for pk in ShopProduct.objects.exclude(maker=None).values_list("maker", flat=True):
        if pk is not None:
            counts[pk] = counts.get(pk, 0) + 1
    return [
        MakerRow(row.pk, _fields(row), counts.get(row.pk, 0))
        for row in Maker.objects.order_by("name")
    ]


def maker_row(*, maker_id: int) -> MakerRow | None:
    """Give one maker, or None."""
    row = Maker.objects.filter(pk=maker_id).first()
    return MakerRow(row.pk, _fields(row)) if row else None


def makers_by_id() -> dict[int, MakerFields]:
    """Give every maker by id: there are few, and they are asked for all at once."""
    return {row.pk: _fields(row) for row in Maker.objects.all()}


def _fields(row: Maker) -> MakerFields:
    return MakerFields(
        row.name, row.address, row.contact, row.responsible_name, row.responsible_address,
        row.responsible_contact,
    )  # fmt: skip


@command("maker.added", Role.SALES)
def add_maker(
    *,
    fields: MakerFields,
    actor: Actor,
) -> int:
    """Add a maker; give the id.

    Raises:
        MakerWrong: something that the law wants at the offer is missing, or the name is known.
    """
    return _saved(Maker(), fields)


@command("maker.changed", Role.SALES)
def change_maker(
    *,
    maker_id: int,
    fields: MakerFields,
    actor: Actor,
) -> None:
    """Change a maker, at all products of that maker.

    Raises:
        MakerWrong: there is none, or see `add_maker`.
    """
    row = Maker.objects.select_for_update().filter(pk=maker_id).first()
    if row is None:
        raise MakerWrong(_("There is no such maker."))
    _saved(row, fields)


@command("maker.removed", Role.SALES)
def remove_maker(
    *,
    maker_id: int,
    actor: Actor,
) -> None:
    """Remove a maker of whom no product is there.

    Raises:
        MakerWrong: products name this maker.
    """
    if ShopProduct.objects.filter(maker=maker_id).exists():
        raise MakerWrong(_("Products name this maker. Give those another one first."))
    Maker.objects.filter(pk=maker_id).delete()


def _saved(row: Maker, fields: MakerFields) -> int:
    _check(fields)
    for name, value in asdict(fields).items():
        setattr(row, name, value.strip())
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise MakerWrong(_("There is a maker of this name already."), field="name") from error
    return row.pk


def _check(fields: MakerFields) -> None:
    for name in ("name", "address", "contact"):
        if not getattr(fields, name).strip():
            raise MakerWrong(
                _("The law wants name, postal address and e-mail address or website of the maker."),
                field=name,
            )
    names = ("responsible_name", "responsible_address", "responsible_contact")
    missing = [name for name in names if not getattr(fields, name).strip()]
    if missing and len(missing) < len(names):
        raise MakerWrong(
            _("Fill in all three of who answers for it in the EU, or none."), field=missing[0]
        )
