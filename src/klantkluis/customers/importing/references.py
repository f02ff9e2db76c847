"""How an import knows a customer again: keyed digests, the key under the vault's seal.

An unkeyed digest of an e-mail address would be no better than the address: anybody with a copy of
the disk could try all likely ones.
"""

import base64
import hmac
import secrets
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from klantkluis.customers.importing.preview import ImportRow, Key
from klantkluis.customers.models import ImportKey, ImportReference
from klantkluis.customers.stored import IMPORT_KEY
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

_PORTION = 500


def known_by(row: ImportRow) -> tuple[Key, ...]:
    """Give the keys that tell a customer: number and e-mail, or else name and place."""
    strong = tuple(key for key in row.keys if key.kind in {"external", "email"})
    return strong or tuple(key for key in row.keys if key.kind == "place")


def import_key(vault: VaultSession) -> bytes:
    """Open the key of the digests; the first import makes it.

    Raises:
        VaultLocked: the vault is not open.
    """
    stored = ImportKey.objects.filter(pk=1).first()
    if stored is None:
        stored = ImportKey(pk=1)
        text = base64.b64encode(secrets.token_bytes(32)).decode()
        IMPORT_KEY.seal_new(vault, [(stored, {"key": text})])
        try:
            with transaction.atomic():
                stored.save(force_insert=True)
        except IntegrityError:
            stored = ImportKey.objects.get(pk=1)
    return base64.b64decode(IMPORT_KEY.open_one(vault, Purpose.FILE, stored)["key"])


def digest(secret: bytes, key: Key) -> bytes:
    """Give the digest of a key (HMAC-SHA-256)."""
    return hmac.digest(secret, f"{key.kind}\n{key.value}".encode(), "sha256")


def customers_of(secret: bytes, rows: Sequence[ImportRow]) -> list[int | None]:
    """Find for each row the id of the customer that an earlier import made of it.

    A customer that was merged since is found as the one it was merged into.
    """
    wanted = [[digest(secret, key) for key in known_by(row)] for row in rows]
    every = [each for digests in wanted for each in digests]
    found: dict[bytes, int] = {}
    for start in range(0, len(every), _PORTION):
        references = ImportReference.objects.filter(
            digest__in=every[start : start + _PORTION]
        ).select_related("customer")
        for reference in references:
            customer = reference.customer
            found[bytes(reference.digest)] = customer.merged_into_id or customer.pk
    return [next((found[each] for each in digests if each in found), None) for digests in wanted]


def remember(secret: bytes, pairs: Iterable[tuple[ImportRow, int]]) -> None:
    """Keep by what customers are to be known again; what is known already stays."""
    ImportReference.objects.bulk_create(
        [
            ImportReference(customer_id=customer_id, digest=digest(secret, key))
            for row, customer_id in pairs
            for key in known_by(row)
        ],
        batch_size=_PORTION,
        ignore_conflicts=True,
    )
