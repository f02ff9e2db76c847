"""Sending one mail: written at the last moment, noted before it leaves, answered after."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.foundation.actors import Actor
from klantkluis.foundation.mail.commands import (
    MailNotToSend,
    MailUnknown,
    begin_attempt,
    record_outcome,
)
from klantkluis.foundation.mail.composing import Content, ascii_address, compose, written
from klantkluis.foundation.mail.queries import MailRow, standing
from klantkluis.foundation.mail.server import open_server
from klantkluis.foundation.mail.templates import template_of
from klantkluis.foundation.mail.transport import Answer, Envelope, Server, deliver
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.vault.purposes import Purpose

type Writer = Callable[[MailRow, Actor, datetime], Content]
"""Gives what a mail says and to whom, as its room knows it now, through the actor's vault."""
_PURPOSES = {
    MailKind.DELIVERY_NOTE: Purpose.DELIVERY_MAIL,
    MailKind.REQUEST: Purpose.DESK,
}
type Deliver = Callable[[Server, Envelope, bytes], Answer]


def purpose_of(kind: MailKind) -> Purpose:
    """Give the purpose for which a mail of this kind is written and sent."""
    return _PURPOSES.get(kind, Purpose.SERVICE_MAIL)


def send_mail(
    *,
    mail_id: int,
    actor: Actor,
    write: Writer,
    clock: Callable[[], datetime],
    hand_over: Deliver = deliver,
) -> Answer:
    """Send a mail that is in line, and keep what the server said.

    Everything that can be refused is, before the attempt begins. The attempt is saved before the
    server is called: if this process dies in between, the mail stands there as unknown and is not
    sent again by itself. Never call it inside a transaction.

    Raises:
        MailUnknown, MailNotToSend: see `begin_attempt`.
        NoMailServer: the owner filled in none.
        VaultLocked: the vault is not open to the actor.
        Refusal: whatever the room refuses, such as a customer without an address.
    """
    mail = standing(mail_id=mail_id, now=clock())
    if mail is None:
        raise MailUnknown(_("There is no such mail."))
    if not mail.can_be_sent:
        raise MailNotToSend(_("This mail is not in line to be sent. Look at it first."))
    server, sender = open_server(actor.vault, purpose_of(mail.kind))
    content = write(mail, actor, clock())
    template = template_of(mail.kind, mail.language)
    message = compose(
        words=written(template.words, content.values),
        language=mail.language,
        sender=sender,
        recipient=content.address,
        uid=mail.uid,
        at=clock(),
        attachment=content.attachment,
    )
    envelope = Envelope(ascii_address(sender.address), ascii_address(content.address), mail.uid.hex)
    attempt_id = begin_attempt(mail_id=mail_id, template_id=template.id, actor=actor, at=clock())
    answer = hand_over(server, envelope, message)
    record_outcome(attempt_id=attempt_id, answer=answer, actor=actor, at=clock())
    return answer
