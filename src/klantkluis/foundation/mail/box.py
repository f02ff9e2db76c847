"""The mailbox where reports about our mails arrive: shut until the owner fills it in."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.mail.imap import Box, Look
from klantkluis.foundation.mail.server import HOST
from klantkluis.foundation.mail.stored import BOX
from klantkluis.foundation.mail_box_rows import MailBox, MailBoxLook
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

_FOLDER = re.compile(r"[\x20-\x7e]{1,100}")


class NoMailBox(Refusal):
    """Nobody looks for reports before the owner filled in where."""


class BoxWrong(Refusal):
    """These settings cannot be kept."""


@dataclass(frozen=True, slots=True)
class BoxFields:
    """What an owner fills in."""

    host: str
    port: int
    user: str
    folder: str


@dataclass(frozen=True, slots=True)
class LookCard:
    """How the last look went; `problem` is a code, empty when all went well."""

    at: datetime
    looked_at: int
    bounces: int
    problem: str


@dataclass(frozen=True, slots=True)
class BoxCard:
    """The settings as a page shows them; never the password."""

    host: str
    port: int
    user: str
    folder: str
    staff_id: UUID
    changed_at: datetime
    last: LookCard | None


def mail_box() -> BoxCard | None:
    """Give the settings and the last look, or None while nobody looks."""
    row = MailBox.objects.first()
    if row is None:
        return None
    look = MailBoxLook.objects.order_by("-pk").first()
    last = LookCard(look.at, look.looked_at, look.bounces, look.problem) if look else None
    return BoxCard(row.host, row.port, row.user, row.folder, row.staff_id, row.changed_at, last)


def mail_box_is_on() -> bool:
    """Tell whether we look for reports at all."""
    return MailBox.objects.exists()


def mail_box_problem() -> str:
    """Give the code of what went wrong at the last look; empty when all is well or it is off."""
    if not mail_box_is_on():
        return ""
    rows = MailBoxLook.objects.order_by("-pk").values_list("problem", flat=True)
    return rows.first() or ""


def open_box(vault: VaultSession) -> Box:
    """Give the mailbox with its password, and how far the last look came.

    Raises:
        NoMailBox: the owner filled in none.
        VaultLocked: the vault is not open to the actor.
    """
    row = MailBox.objects.first()
    if row is None:
        raise NoMailBox(_("The mailbox is not filled in. The owner can do so in the settings."))
    password = BOX.open_one(vault, Purpose.SERVICE_MAIL, row).get("password", "")
    # Also a look that went wrong half-way tells how far it came: what was seen was dealt with.
    since = MailBoxLook.objects.filter(at__gte=row.changed_at).order_by("-pk").first()
    return Box(
        host=row.host,
        port=row.port,
        user=row.user,
        password=password,
        folder=row.folder,
        uid_validity=since.uid_validity if since else 0,
        last_uid=since.last_uid if since else 0,
    )


@command("mail_box.changed")
def change_mail_box(*, fields: BoxFields, password: str, actor: Actor, at: datetime) -> None:
    """Fill in the mailbox. An empty password keeps the one there is, for the same mailbox only.

    Raises:
        BoxWrong: a field cannot be kept; the refusal names it.
        VaultLocked: the vault is not open to the actor.
    """
    row = MailBox.objects.select_for_update().first()
    fields = _checked(fields)
    way = (fields.host, fields.port, fields.user)
    same = row is not None and (row.host, row.port, row.user) == way
    if not password and not same:
        raise BoxWrong(_("Type the password for this mailbox."), field="password")
    if not password.isascii() or not (password.isprintable() or not password):
        raise BoxWrong(_("A password with letters like é cannot be sent."), field="password")
    new = MailBox(pk=1) if row is None else row
    for name in BoxFields.__dataclass_fields__:
        setattr(new, name, getattr(fields, name))
    new.changed_at, new.staff_id = at, actor.staff_id
    if row is None:
        BOX.seal_new(actor.vault, [(new, {"password": password})])
        insert(new)
        return
    if password:
        BOX.replace(actor.vault, row, {"password": password}, rev=row.rev)
    new.save()


@command("mail_box.shut")
def shut_mail_box(*, actor: Actor) -> None:
    """Look into the mailbox no more, and forget the password."""
    MailBox.objects.all().delete()


@command("mail_box.looked", Role.SALES, Role.BOOKKEEPER)
def record_look(*, look: Look, bounces: int, actor: Actor, at: datetime) -> int:
    """Keep how a look into the mailbox went; give the id of the fact."""
    row = MailBoxLook(
        at=at,
        uid_validity=look.uid_validity,
        last_uid=look.last_uid,
        looked_at=look.looked_at,
        bounces=bounces,
        problem=look.problem,
    )
    insert(row)
    return row.pk


def forget_looks(*, before: datetime) -> int:
    """Remove looks from before a moment; the newest stays: from there the next one goes on."""
    newest = MailBoxLook.objects.order_by("-pk").values_list("pk", flat=True)
    kept = newest.first() or 0
    return MailBoxLook.objects.filter(at__lt=before).exclude(pk=kept).delete()[0]


def _checked(fields: BoxFields) -> BoxFields:
    if not HOST.fullmatch(fields.host.strip()):
        raise BoxWrong(_("Give the name of the server only, like imap.example.nl."), field="host")
    if not 1 <= fields.port <= 65535:
        raise BoxWrong(_("A port is a number from 1 to 65535."), field="port")
    if not fields.user.isascii() or not fields.user.isprintable() or not fields.user.strip():
        raise BoxWrong(_("This user name cannot be sent to a server."), field="user")
    folder = fields.folder.strip() or "INBOX"
    if not _FOLDER.fullmatch(folder) or '"' in folder or "\\" in folder:
        raise BoxWrong(_("This name of a folder cannot be sent to a server."), field="folder")
    return BoxFields(fields.host.strip(), fields.port, fields.user.strip(), folder)
