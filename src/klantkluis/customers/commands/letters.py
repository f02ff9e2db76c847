"""Letters: written once, and kept as they went out."""

from datetime import date, datetime

from klantkluis.core.roles import Role
from klantkluis.customers.blocking import refuse_restricted
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.letters import LetterWords, printed
from klantkluis.customers.models import Letter
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.stored import LETTER
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.files import seal_contents
from klantkluis.foundation.inserting import insert


@command("customer.letter_written", Role.SALES, Role.BOOKKEEPER)
def write_letter(
    *, customer_id: int, words: LetterWords, actor: Actor, today: date, made_at: datetime
) -> int:
    """Write a letter to a customer, and keep its paper sealed; give its id.

    Raises:
        LetterEmpty: subject or text is missing.
        LetterWithoutAddress: nobody knows where it should go.
        CustomerRestricted: data of the customer may be kept and not used.
        CustomerUnknown: there is no such customer.
        VaultLocked: the vault is not open to the actor.
    """
    customer = active_customer(customer_id)
    refuse_restricted(customer, Use.LETTER)
    pdf = printed(customer=customer, words=words, vault=actor.vault, today=today, made_at=made_at)
    name = f"{customer.number}-{today.isoformat()}.pdf"
    fields, contents = seal_contents(pdf, name=name, media_type="application/pdf")
    row = Letter(customer=customer, written_on=today, staff_id=actor.staff_id, contents=contents)
    LETTER.seal_new(actor.vault, [(row, {**fields, "subject": words.subject.strip()})])
    insert(row)
    return row.pk
