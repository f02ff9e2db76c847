"""The page of the privacy statement: put there by who makes it, and by nobody's hand."""

from dataclasses import asdict, replace
from uuid import UUID

from klantkluis.foundation.inserting import insert
from klantkluis.shop.models import PageVersion
from klantkluis.shop.pages import PageFields, first_page, page
from klantkluis.shop.selling import shop_fields

STATEMENT = "privacy"


def statement_page() -> PageFields | None:
    """Give the page as the shop shows it now; None without a shop or a page."""
    row = page(name=STATEMENT) if shop_fields() is not None else None
    return row.fields if row is not None else None


def show_statement(
    *, title_nl: str, body_nl: str, title_en: str, body_en: str, staff_id: UUID
) -> bool:
    """Let the page say this from now on, in its place; tell whether there is a shop to show it.

    Call it inside an act, whose event says who did it. What the page said before is kept.
    """
    if shop_fields() is None:
        return False
    there = page(name=STATEMENT)
    fields = replace(
        there.fields if there else first_page(STATEMENT),
        title_nl=title_nl, body_nl=body_nl, title_en=title_en, body_en=body_en,
    )  # fmt: skip
    if there is None or there.fields != fields:
        insert(PageVersion(name=STATEMENT, **asdict(fields), staff_id=staff_id))
    return True
