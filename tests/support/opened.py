"""Opening everything that still opens, to see whether somebody is in it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from klantkluis.foundation.files import open_contents
from klantkluis.foundation.records import all_records
from klantkluis.vault.purposes import Purpose


def everything_that_opens(vault: Any) -> Iterator[tuple[str, int, str]]:
    """Give model, row and words of every sealed row of people, with what lies in its file.

    A row that does not open raises: whoever is erased has no seal any more.
    """
    for record in all_records():
        if record.stored is None:
            continue
        links = record.stored.owner_field.rpartition("__")[0]
        rows = record.rows().exclude(sealed=b"").order_by("pk")
        for row in rows.select_related(links) if links else rows:
            fields = record.stored.open_one(vault, Purpose.FILE, row)
            said = json.dumps(fields, ensure_ascii=False)
            if record.contents:
                with suppress(KeyError):
                    said += _text(open_contents(fields, bytes(getattr(row, record.contents))))
            yield record.model, row.pk, said


def _text(contents: bytes) -> str:
    if contents.startswith(b"%PDF"):
        from support.paper_samples import text_of

        return text_of(contents)
    return contents.decode("utf-8", "replace")
