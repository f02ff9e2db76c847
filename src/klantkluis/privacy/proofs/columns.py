"""Checks of what lies in clear in the main database."""

from collections.abc import Collection, Iterator, Sequence
from itertools import batched
from typing import Any, Final

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from klantkluis.core.forbidden import bank_accounts, has_citizen_number
from klantkluis.foundation.company import own_accounts
from klantkluis.foundation.inventory import Declared, declared
from klantkluis.foundation.models import SealedModel
from klantkluis.privacy.proofs.shapes import Around, Check, Sentences
from klantkluis.privacy.proofs.tables import (
    Column,
    stored_columns,
    tables_by_model,
    text_columns,
    texts_in,
)

AN_ACCOUNT: Final = 15
"""The shortest bank account number (Norway) has fifteen signs."""
TEXTS_AT_ONCE: Final = 50_000
STATED: Final = frozenset(
    {"kind", "company", "first_name", "surname_prefix", "surname"}
    | {"street", "house_number", "house_number_addition", "address_line_2", "postcode", "town"}
    | {"region", "country", "phone", "email", "vat_number", "coc_number", "oin"}
    | {"e_invoice_address", "buyer_reference", "remarks"}
)
"""What of a customer the statement says that we keep (P1, P4); another field makes it untrue."""
OF_OURS: Final = frozenset(
    {"foundation.Company", "foundation.Letterhead", "foundation.MailServer", "foundation.MailBox"}
    | {"foundation.OutgoingService", "catalogue.Product", "catalogue.ShopProduct"}
    | {"catalogue.ShopCategory", "catalogue.Maker", "catalogue.Picture", "catalogue.PictureSize"}
    | {"shop.Shop", "shop.ShopName", "shop.ShippingMethod", "shop.PageVersion", "shop.SiteLink"}
    | {"privacy.StatementVersion", "privacy.ProcessorNote", "ledger.Account"}
)
"""What we say of ourselves or show to everybody may well name a business that is a customer."""
_OF_DJANGO: Final = frozenset({"django_migrations"})


def no_accounts(around: Around) -> Sentences:
    """Look for bank account numbers, and for citizen numbers, in every column."""
    ours = frozenset("".join(each.split()).upper() for each in own_accounts())
    columns = list(text_columns())
    for done, column in enumerate(columns):
        around.progress(done / len(columns))
        for key, text in texts_in(column, least=AN_ACCOUNT):
            if any(found not in ours for found in bank_accounts(text)):
                yield f"{column}: row {key} holds a bank account number"
            elif has_citizen_number(text):
                yield f"{column}: row {key} holds a citizen number"


def every_field_is_declared(around: Around) -> Sentences:
    """Compare the columns of the database, and the fields of a customer, with the declarations."""
    rooms = declared()
    known, tables = _declared_columns(rooms), tables_by_model()
    for table, column, _text in stored_columns():
        if table in _OF_DJANGO:
            continue
        model = tables.get(table)
        if model is not None and model._meta.auto_created:
            continue  # pairs of numbers of rows
        name = f"{model._meta.label}.{column}" if model else ""
        if name not in known:
            yield f"the column {column} of {table} is declared nowhere"
    told = {field for room in rooms for field in _customer_fields(room)}
    for name in sorted(told - STATED):
        yield f"the field {name} of a customer is not in the statement"


def _customer_fields(room: Declared) -> Iterator[str]:
    for each in room.personal:
        table, _dot, name = each.field.partition(".")
        if table == "customer":
            yield name


def _label(room: Declared, model: str) -> str:
    return model if "." in model else f"{room.room}.{model}"


def _declared_columns(rooms: Collection[Declared]) -> set[str]:
    found = {
        f"{_label(room, columns.model)}.{name}"
        for room in rooms
        for columns in room.plain
        for name in columns.columns
    }
    return found | _personal_columns(rooms)


def _personal_columns(rooms: Collection[Declared]) -> set[str]:
    found = set()
    for room in rooms:
        for each in room.personal:
            model, _dot, column = each.field.rpartition(".")
            found.add(f"{_label(room, model)}.{column}")
    return found


def nobody_in_clear(around: Around) -> Sentences:
    """Ask the vault of every text in clear whether it names a customer. No name leaves it."""
    personal = _personal_columns(declared())
    columns = [
        column
        for column in text_columns()
        if column.model not in OF_OURS and f"{column.model}.{column.name}" not in personal
    ]
    around.upkeep.refuse_if_locked()
    # The vault reads all names once for each question, so many columns go in one.
    for part in batched(_worth_asking(around, columns), TEXTS_AT_ONCE, strict=False):
        found = around.upkeep.find_people([text for _column, _key, text in part])
        for place, kind in sorted(found.items()):
            column, key, _text = part[place]
            yield f"{column}: row {key} names a customer, by {_BY[kind]}"


def _worth_asking(around: Around, columns: Sequence[Column]) -> Iterator[tuple[Column, Any, str]]:
    for done, column in enumerate(columns):
        around.progress(done / len(columns))
        for key, text in texts_in(column):
            if worth_a_look(text):
                yield column, key, text


_BY: Final = {
    "email": "e-mail address", "phone": "phone number", "name": "name", "address": "address",
}  # fmt: skip


def worth_a_look(text: str) -> bool:
    """Tell whether a text could name somebody at all: two words, an address, or a long number."""
    if "@" in text:
        return True
    if sum(map(str.isdigit, text)) >= 8:
        return True
    words = [word for word in text.split() if len(word) > 1]
    return len(words) > 1 and any(map(str.isalpha, text))


def every_seal_is_one(around: Around) -> Sentences:
    """Look at the first bytes of every sealed column: what is not sealed does not begin so."""
    for model in apps.get_models():
        if not issubclass(model, SealedModel):
            continue
        for column, begins in (("sealed", b"\x01\x01"), ("contents", b"\x02\x01")):
            if any(field.column == column for field in model._meta.concrete_fields):
                yield from _unsealed(model, column, begins)


def _unsealed(model: type[models.Model], column: str, begins: bytes) -> Iterator[str]:
    quote = connection.ops.quote_name
    name, table = quote(column), quote(model._meta.db_table)
    start = (
        f"CAST(substr({name}, 1, 2) AS BLOB)"
        if connection.vendor == "sqlite"
        else f"substring({name} from 1 for 2)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE length({name}) > 0 AND {start} <> %s"  # noqa: S608
            " ORDER BY id LIMIT 1000",
            [begins],
        )
        for (key,) in cursor.fetchall():
            yield f"{model._meta.db_table}.{column}: row {key} is not sealed"


CHECKS: Final = (
    Check(
        id="accounts.columns",
        title=_("No bank account number in the database"),
        looks_at=_(
            "Every column of every table that can hold a text, also of tables that are not ours."
            " Our own account numbers may stand there."
        ),
        find=no_accounts,
        weight=10,
    ),
    Check(
        id="fields.declared",
        title=_("Nothing is kept that was not declared"),
        looks_at=_(
            "The columns that the database really has, compared with the inventory; and the fields"
            " of a customer, compared with the statement."
        ),
        find=every_field_is_declared,
    ),
    Check(
        id="plain.people",
        title=_("Nobody is named in clear"),
        looks_at=_(
            "Every text that is not sealed. The vault compares it with the names, phone numbers,"
            " e-mail and postal addresses of all customers, and says only whether one is in it."
        ),
        find=nobody_in_clear,
        needs_vault=True,
        weight=30,
    ),
    Check(
        id="sealed.shape",
        title=_("What should be sealed is sealed"),
        looks_at=_("The first bytes of every sealed row and every sealed file."),
        find=every_seal_is_one,
        weight=4,
    ),
)
