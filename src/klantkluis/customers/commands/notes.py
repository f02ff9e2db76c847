"""The contact log."""

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.models import ContactNote
from klantkluis.customers.stored import CONTACT_NOTE
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command

MEANS = ("phone", "email", "letter", "visit", "chat", "other")
DIRECTIONS = ("in", "out")


class NoteEmpty(Refusal):
    """A contact note says something."""


@command("customer.contact_noted", Role.SALES, Role.BOOKKEEPER, Role.WAREHOUSE)
def note_contact(*, customer_id: int, text: str, means: str, direction: str, actor: Actor) -> int:
    """Note a contact with a customer: what was said, through what, from which side.

    Raises:
        NoteEmpty: there is no text.
        CustomerUnknown: there is no such customer.
    """
    if not text.strip():
        raise NoteEmpty(_("Write what was said."), field="text")
    return add_note(customer_id, text=text, means=means, direction=direction, actor=actor)


def add_note(customer_id: int, *, text: str, means: str, direction: str, actor: Actor) -> int:
    """Write a contact note within an act; see `note_contact`."""
    assert means in MEANS
    assert direction in DIRECTIONS
    note = ContactNote(customer=active_customer(customer_id), staff_id=actor.staff_id)
    CONTACT_NOTE.seal_new(
        actor.vault, [(note, {"text": text.strip(), "channel": means, "direction": direction})]
    )
    note.save(force_insert=True)
    return note.pk
