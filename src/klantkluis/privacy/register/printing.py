"""The register on paper."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from klantkluis.foundation.letterhead import seller_of
from klantkluis.foundation.models import Company
from klantkluis.foundation.paper import Branding, Language
from klantkluis.foundation.paper.sheets import FactSheet, SheetsPaper, render_sheets
from klantkluis.privacy.register.sheets import Register, Sheet
from klantkluis.privacy.register.writing import in_words, term_line


def printed(
    register: Register, company: Company, *, language: str, now: datetime
) -> Callable[[Branding], bytes]:
    """Give what prints the register; its words are in the language that is active."""
    paper = SheetsPaper(
        language=Language(language),
        seller=seller_of(company),
        title=_("Register of processing activities"),
        made_on=timezone.localtime(now).date(),
        sheets=tuple(_sheet(each, register) for each in register.sheets),
    )
    return lambda branding: render_sheets(paper, branding, made_at=timezone.localtime(now))


def _sheet(sheet: Sheet, register: Register) -> FactSheet:
    """Put one activity on its sheet; what is short goes on one line, so that it stays one sheet."""
    said, ours = sheet.said, register.controller
    controller = [ours.name, ours.address, ours.email, ours.phone]
    if ours.coc_number:
        controller.append(_("KvK %(number)s") % {"number": ours.coc_number})
    return FactSheet(
        title=sheet.title,
        introduction=sheet.purpose,
        facts=(
            (_("Controller"), (", ".join(part for part in controller if part),)),
            (_("Purposes"), tuple(said["purposes"])),
            (_("Legal bases"), tuple(said["bases"])),
            (_("People"), ("; ".join(said["subjects"]),)),
            (_("Categories of data"), ("; ".join(said["categories"]),)),
            (_("Sources"), ("; ".join(said["sources"]),)),
            (_("Recipients"), tuple(map(in_words, sheet.recipients)) or (_("none"),)),
            (
                _("Transfers outside the EEA"),
                tuple(map(in_words, sheet.transfers)) or (_("none"),),
            ),
            (_("Terms"), tuple(map(term_line, sheet.kept))),
            (_("Measures"), tuple(said["measures"])),
            (_("Why no impact assessment is needed"), (sheet.no_dpia,)),
        ),
    )
