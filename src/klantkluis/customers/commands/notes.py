"""The contact log."""

from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.models import ContactNote
from klantkluis.customers.stored import CONTACT_NOTE
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.once import insert_once, uid_of_form

MEANS = ("phone", "email", "letter", "visit", "chat", "other")
DIRECTIONS = ("in", "out")


class NoteEmpty(Refusal):
    """A contact note says something."""


@command("customer.contact_noted", Role.SALES, Role.BOOKKEEPER, Role.WAREHOUSE)
def note_contact(
    *,
    customer_id: int,
    text: str,
    means: str,
    direction: str,
    actor: Actor,
    uid: UUID | None = None,
) -> int:
    """Note a contact with a customer: what was said, through what, from which side.

    Raises:
        NoteEmpty: there is no text.
        CustomerUnknown: there is no such customer.
        SentBefore: the same form was noted before.
    """
    if not text.strip():
        raise NoteEmpty(_("Write what was said."), field="text")
    return add_note(customer_id, text=text, means=means, direction=direction, actor=actor, uid=uid)


def add_note(
    customer_id: int,
    *,
    text: str,
    means: str,
    direction: str,
    actor: Actor,
    uid: UUID | None = None,
) -> int:
    """Write a contact note within an act; see `note_contact`."""
    assert means in MEANS
    assert direction in DIRECTIONS
    customer = active_customer(customer_id)
    note = ContactNote(
        uid=uid_of_form(ContactNote, uid), customer=customer, staff_id=actor.staff_id
    )
    CONTACT_NOTE.seal_new(
        actor.vault, [(note, {"text": text.strip(), "channel": means, "direction": direction})]
    )
    insert_once(note)
    return note.pk
