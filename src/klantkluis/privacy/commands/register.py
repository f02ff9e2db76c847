"""What the owner adds to the register of processing."""

from datetime import date

from django.utils.translation import gettext as _

from klantkluis.core.declared import Activity
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.privacy.models import ActivityNote, ProcessorNote
from klantkluis.privacy.register.recipients import EEA, KINDS

MOST_SIGNS = 2000


class RegisterWrong(Refusal):
    """This cannot stand in the register; the field says why."""


@command("activity.noted")
def note_activity(*, activity: Activity, no_dpia_nl: str, no_dpia_en: str, actor: Actor) -> None:
    """Say why an activity needs no impact assessment (GDPR art. 35); the last word holds.

    Raises:
        RegisterWrong: no reason is given, or it is too long.
    """
    dutch, english = no_dpia_nl.strip(), no_dpia_en.strip()
    if not dutch:
        raise RegisterWrong(_("Give a reason."), field="no_dpia_nl")
    for field, text in (("no_dpia_nl", dutch), ("no_dpia_en", english)):
        if len(text) > MOST_SIGNS:
            raise RegisterWrong(_("This is too long."), field=field)
    insert(
        ActivityNote(
            activity=activity.value, no_dpia_nl=dutch, no_dpia_en=english, staff_id=actor.staff_id
        )
    )


@command("processor.named")
def name_processor(
    *,
    kind: str,
    name: str,
    country: str,
    agreed_on: date | None,
    safeguard: str,
    actor: Actor,
    today: date,
) -> None:
    """Say who does some work for us, where, and since when that is agreed (GDPR art. 28(3)).

    An empty name takes back what was said before; what was said stays as a fact.

    Raises:
        RegisterWrong: an unknown kind, a day that is still to come, or nothing that protects
            data outside the EEA (GDPR art. 46).
    """
    if kind not in KINDS:
        raise RegisterWrong(_("This kind of recipient is not known."), field="kind")
    if agreed_on is not None and agreed_on > today:
        raise RegisterWrong(_("This day is still to come."), field="agreed_on")
    if name.strip() and country not in EEA and not safeguard.strip():
        raise RegisterWrong(
            _("Outside the European Economic Area something has to protect the data: say what."),
            field="safeguard",
        )
    insert(
        ProcessorNote(
            kind=kind, name=name.strip(), country=country, agreed_on=agreed_on,
            safeguard=safeguard.strip(), staff_id=actor.staff_id,
        )
    )  # fmt: skip
