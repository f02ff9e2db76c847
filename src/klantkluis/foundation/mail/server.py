"""Where our mail goes out: shut until the owner fills it in, like every way to the outside."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.mail import LOOPBACK, Security
from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.mail.composing import AddressNotUsable, Sender, ascii_address, one_line
from klantkluis.foundation.mail.transport import Server
from klantkluis.foundation.models import MailServer
from klantkluis.foundation.sealing import Stored
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

STORED = Stored(table="mail_server", owner_field="uid")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|::1")


class NoMailServer(Refusal):
    """Nothing goes out before the owner filled in where."""


class ServerWrong(Refusal):
    """These settings cannot be kept."""


@dataclass(frozen=True, slots=True)
class ServerCard:
    """The settings as a page shows them; never the password."""

    host: str
    port: int
    security: Security
    user: str
    sender_name: str
    sender_address: str
    rev: int
    changed_at: datetime

    @property
    def sender(self) -> Sender:
        """Ourselves, as the reader of a mail sees us."""
        return Sender(self.sender_name, self.sender_address)


@dataclass(frozen=True, slots=True)
class ServerFields:
    """What an owner fills in."""

    host: str
    port: int
    security: Security
    user: str
    sender_name: str
    sender_address: str


def mail_server() -> ServerCard | None:
    """Give the settings, or None while no mail can go out."""
    row = MailServer.objects.first()
    return _card(row) if row else None


def mail_is_on() -> bool:
    """Tell whether mail can go out at all."""
    return MailServer.objects.exists()


def open_server(
    vault: VaultSession, purpose: Purpose = Purpose.SERVICE_MAIL
) -> tuple[Server, Sender]:
    """Give the server with its password, and who we are.

    Raises:
        NoMailServer: the owner filled in none.
        VaultLocked: the vault is not open to the actor.
    """
    row = MailServer.objects.first()
    if row is None:
        raise NoMailServer(_("Mail is off. The owner can fill in the mail server in the settings."))
    password = STORED.open_one(vault, purpose, row).get("password", "")
    card = _card(row)
    return Server(card.host, card.port, card.security, card.user, password), card.sender


@command("mail_server.changed")
def change_mail_server(*, fields: ServerFields, password: str, actor: Actor, at: datetime) -> None:
    """Fill in the mail server. An empty password keeps the one there is, for the same server only.

    Whoever changes the server types the password again: so nobody gets to read it by sending it
    to a server of their own.

    Raises:
        ServerWrong: a field cannot be kept; the refusal names it.
        VaultLocked: the vault is not open to the actor.
    """
    row = MailServer.objects.select_for_update().first()
    fields = _checked(fields)
    same = row is not None and _way(_card(row)) == _way(fields)
    if fields.user and not password and not same:
        raise ServerWrong(_("Type the password for this server."), field="password")
    if not password.isascii():
        raise ServerWrong(_("A password with letters like é cannot be sent."), field="password")
    new = MailServer(pk=1) if row is None else row
    for name in ServerFields.__dataclass_fields__:
        setattr(new, name, getattr(fields, name))
    new.changed_at, new.staff_id = at, actor.staff_id
    secret = {"password": password} if fields.user else {}
    if row is None:
        STORED.seal_new(actor.vault, [(new, secret)])
        insert(new)
        return
    if not same or password:
        STORED.replace(actor.vault, row, secret, rev=row.rev)
    new.save()


@command("mail_server.shut")
def shut_mail_server(*, actor: Actor) -> None:
    """Let no mail go out any more, and forget the password."""
    MailServer.objects.all().delete()


def _checked(fields: ServerFields) -> ServerFields:
    host = fields.host.strip()
    if not HOST.fullmatch(host):
        raise ServerWrong(
            _("Give the name of the server only, like smtp.example.nl."), field="host"
        )
    if fields.security is Security.NONE and host not in LOOPBACK:
        sentence = _("Without encryption everybody on the way could read along. Choose another.")
        raise ServerWrong(sentence, field="security")
    if not 1 <= fields.port <= 65535:
        raise ServerWrong(_("A port is a number from 1 to 65535."), field="port")
    if not fields.user.isascii() or not fields.user.isprintable():
        raise ServerWrong(_("This user name cannot be sent to a server."), field="user")
    try:
        address = ascii_address(fields.sender_address)
    except AddressNotUsable as refusal:
        raise ServerWrong(refusal.sentence, field="sender_address") from None
    name = one_line(fields.sender_name)
    return ServerFields(host, fields.port, fields.security, fields.user.strip(), name, address)


def _way(of: ServerCard | ServerFields) -> tuple[str, int, Security, str]:
    return of.host, of.port, of.security, of.user


def _card(row: MailServer) -> ServerCard:
    return ServerCard(
        host=row.host,
        port=row.port,
        security=Security(row.security),
        user=row.user,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        rev=row.rev,
        changed_at=row.changed_at,
    )
