"""How an import knows a customer again: keyed digests, the key under the vault's seal.

An unkeyed digest of an e-mail address would be no better than the address: anybody with a copy of
the disk could try all likely ones.
"""

import base64
import hmac
import secrets
from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import IntegrityError, transaction
from django.db.models import Max

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


def digests_of(secret: bytes, row: ImportRow) -> list[bytes]:
    """Give the digests by which the customer of a row is known."""
    return [digest(secret, key) for key in known_by(row)]


def customers_of(secret: bytes, rows: Sequence[ImportRow]) -> list[int | None]:
    """Find for each row the id of the customer that an earlier import made of it.

    A customer that was merged since is found as the one it was merged into.
    """
    wanted = [digests_of(secret, row) for row in rows]
    every = [each for digests in wanted for each in digests]
    found: dict[bytes, int] = {}
    for part in batched(every, _PORTION, strict=False):
        references = ImportReference.objects.filter(digest__in=part).values_list(
            "digest", "customer_id", "customer__merged_into_id"
        )
        for kept, customer_id, merged_into in references:
            found[bytes(kept)] = merged_into or customer_id
    return [next((found[each] for each in digests if each in found), None) for digests in wanted]


def newest_reference() -> int:
    """Give the place of the newest reference; what is remembered from now on has a higher one."""
    return ImportReference.objects.aggregate(newest=Max("pk"))["newest"] or 0


def hold_references(*, since: int) -> set[bytes]:
    """Keep other imports from remembering anything until this act ends; give the digests that
    were remembered since a place."""
    ImportKey.objects.select_for_update(no_key=True).get(pk=1)
    rows = ImportReference.objects.filter(pk__gt=since).values_list("digest", flat=True)
    return {bytes(each) for each in rows}


def remember(pairs: Iterable[tuple[int, Sequence[bytes]]]) -> None:
    """Keep by which digests customers are to be known again; what is known already stays."""
    rows = ((customer_id, each) for customer_id, digests in pairs for each in digests)
    for part in batched(rows, _PORTION, strict=False):
        ImportReference.objects.bulk_create(
            [ImportReference(customer_id=pk, digest=each) for pk, each in part],
            ignore_conflicts=True,
        )
