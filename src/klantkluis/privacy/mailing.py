"""Mailing a letter about a request: to whom it was written, with its paper as it was kept."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.customers.mailing import NoAddress, Recipient
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.mail.composing import Attachment, Content
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.privacy.commands.adding import RequestUnknown
from klantkluis.privacy.models import RequestLetter
from klantkluis.privacy.stored import REQUEST_LETTER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


def letter_recipient(*, letter_id: int, vault: VaultSession) -> Recipient:
    """Give whom a letter goes to by mail: the address that it was written for.

    The uid is that of the request, whose key outlives that of the person.

    Raises:
        RequestUnknown: there is no such letter.
        NoAddress: it was written to go another way.
        VaultLocked: the vault is not open to the actor.
    """
    letter = _letter(letter_id)
    said = REQUEST_LETTER.open_one(vault, Purpose.DESK, letter)
    address = str(said.get("to_email", ""))
    if not address:
        raise NoAddress(_("This letter was written to go by post."))
    return Recipient(letter.request.uid, letter.language, str(said.get("to_name", "")), address)


def letter_content(mail: MailRow, actor: Actor, at: datetime) -> Content:
    """Give what the mail with a letter says, with the letter itself.

    Raises:
        RequestUnknown, NoAddress, VaultLocked: see `letter_recipient`.
        CompanyUnknown: nobody knows yet who we are.
    """
    letter = _letter(mail.about_id)
    said = REQUEST_LETTER.open_one(actor.vault, Purpose.DESK, letter)
    if not said.get("to_email"):
        raise NoAddress(_("This letter was written to go by post."))
    number = str(letter.request.number)
    return Content(
        address=str(said["to_email"]),
        values={
            "number": number,
            "subject": str(said["subject"]),
            "name": str(said["to_name"]),
            "company": company().name,
        },
        attachment=Attachment(f"{number}.pdf", open_contents(said, bytes(letter.contents))),
    )


def letter_labels(*, ids: Collection[int]) -> dict[int, str]:
    """Give the number of the request that each letter is about."""
    rows = RequestLetter.objects.filter(pk__in=ids).values_list("pk", "request__number")
    return {pk: str(number) for pk, number in rows}


def _letter(letter_id: int) -> RequestLetter:
    found = RequestLetter.objects.select_related("request").filter(pk=letter_id).first()
    if found is None:
        raise RequestUnknown(_("There is no such letter."))
    return found
