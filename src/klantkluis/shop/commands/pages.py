"""What can be done with the pages of the shop. Every version stays."""

import re
from dataclasses import asdict
from typing import Final

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.shop.filling import unknown_places
from klantkluis.shop.models import PageVersion
from klantkluis.shop.pages import (
    FIRST_PAGES,
    GENERATED,
    NEEDED,
    PageFields,
    first_page,
    page,
    pages,
)

MOST_PAGES: Final = 40
MOST_SIGNS: Final = 100_000
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PageWrong(Refusal):
    """This page cannot be shown; the field says why."""


@command("page.published", Role.SALES)
def publish_page(*, name: str, fields: PageFields, actor: Actor) -> None:
    """Let a page say this from now on; what it said before is kept.

    Raises:
        PageWrong: the name cannot stand in an address, the page is made by the office itself,
            there is no title or text, or it asks for something that cannot be filled in.
    """
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise PageWrong(
            _("Use small letters, digits and hyphens: this stands in the address of the page."),
            field="name",
        )
    if name in GENERATED:
        raise PageWrong(_("This page is made by the office itself, from what it really does."))
    _check(fields)
    there = page(name=name)
    if there is None and len(pages()) >= MOST_PAGES:
        raise PageWrong(_("There are forty pages; that is the most."))
    if there is None or there.fields != fields:
        insert(PageVersion(name=name, **asdict(fields), staff_id=actor.staff_id))


@command("page.removed", Role.SALES)
def remove_page(*, name: str, actor: Actor) -> None:
    """Take a page out of the shop; what it said is kept.

    Raises:
        PageWrong: there is none, or the shop cannot do without it.
    """
    there = page(name=name)
    if there is None:
        raise PageWrong(_("There is no such page."))
    if name in NEEDED:
        raise PageWrong(_("Nobody can order without having been able to read this page."))
    gone = PageVersion(name=name, **asdict(there.fields), gone=True, staff_id=actor.staff_id)
    insert(gone)


@command("page.first_written", Role.SALES)
def write_first_pages(*, actor: Actor) -> int:
    """Add the pages with which a shop begins, as far as there never were any of that name; give
    how many."""
    known = set(PageVersion.objects.values_list("name", flat=True))
    new = [name for name in FIRST_PAGES if name not in known]
    insert_many(
        PageVersion(name=name, **asdict(first_page(name)), staff_id=actor.staff_id) for name in new
    )
    return len(new)


def _check(fields: PageFields) -> None:
    for field, text in (("title_nl", fields.title_nl), ("body_nl", fields.body_nl)):
        if not text.strip():
            raise PageWrong(_("A page needs a title and a text in Dutch."), field=field)
    for field, text in (("body_nl", fields.body_nl), ("body_en", fields.body_en)):
        if len(text) > MOST_SIGNS:
            raise PageWrong(_("This text is too long for one page."), field=field)
        unknown = unknown_places(text)
        if unknown:
            raise PageWrong(
                _("Nothing can be filled in for %(place)s.") % {"place": f"{{{unknown[0]}}}"},
                field=field,
            )
