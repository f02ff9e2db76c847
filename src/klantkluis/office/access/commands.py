"""What can be done with accounts of staff. Everything is refused that would lock the owner out."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.office.access.models import Invitation, Staff, StaffRole, StaffSession

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
CODE_HOURS = 24


class NameTaken(Refusal):
    """Another account has this log-in name."""


class LastOwner(Refusal):
    """The office would be left without an owner."""


class AlreadyOwned(Refusal):
    """This office has an owner: the first-run pages are over."""


class CodeRefused(Refusal):
    """The one-time code is wrong, used or too old; which of these is not told."""


class OldPasswordRefused(Refusal):
    """The present password was not typed right."""


def office_is_new() -> bool:
    """Tell whether nobody works here yet."""
    return not Staff.objects.exists()


def actor_of(staff: Staff) -> Actor:
    """Give a member of staff as the actor of an act on their own account, vault locked."""
    return Actor(staff_id=staff.uid, roles=staff.roles, channel=Channel.OFFICE)


def open_office(*, username: str, display_name: str, password: str, language: str) -> Staff:
    """Make the first account, with the role of owner.

    Raises:
        AlreadyOwned: somebody works here already.
    """
    with transaction.atomic():
        if Staff.objects.select_for_update().exists():
            raise AlreadyOwned(_("This office has an owner already. Log in."))
        staff = _new_account(username, display_name, language)
        staff.set_password(password)
        staff.save()
        _set_roles(staff, {Role.OWNER})
    return staff


@command("staff.invited")
def invite(
    *,
    username: str,
    display_name: str,
    language: str,
    roles: Collection[Role],
    actor: Actor,
    now: datetime,
) -> tuple[UUID, str]:
    """Make an account that has no password yet. Owners only.

    Returns:
        The uid of the account, and the one-time code, good for 24 hours and stored as a hash.

    Raises:
        NameTaken: another account has this log-in name, in any case of letters.
    """
    staff = _new_account(username, display_name, language)
    staff.set_unusable_password()
    staff.save()
    _set_roles(staff, roles)
    return staff.uid, _new_code(staff, now)


@command("staff.reset")
def reset(*, staff_id: UUID, actor: Actor, now: datetime) -> str:
    """Take away a colleague's password and sessions, and give a new one-time code. Owners only."""
    staff = _account(staff_id)
    staff.set_unusable_password()
    staff.save(update_fields=["password"])
    _end_all_sessions(staff)
    return _new_code(staff, now)


@command("staff.changed")
def change(
    *, staff_id: UUID, display_name: str, language: str, roles: Collection[Role], actor: Actor
) -> None:
    """Change a colleague's name, language and roles. Owners only.

    Raises:
        LastOwner: nobody else is an owner.
    """
    staff = _account(staff_id)
    if Role.OWNER not in roles:
        _keep_an_owner(staff)
    staff.display_name, staff.language = display_name.strip(), language
    staff.save(update_fields=["display_name", "language"])
    _set_roles(staff, roles)


@command("staff.deactivated")
def deactivate(*, staff_id: UUID, actor: Actor) -> None:
    """Close an account, and end its sessions at once. Owners only.

    Raises:
        LastOwner: nobody else is an owner.
    """
    staff = _account(staff_id)
    _keep_an_owner(staff)
    Staff.objects.filter(pk=staff.pk).update(is_active=False, closed_at=Now())
    Invitation.objects.filter(staff=staff).delete()
    _end_all_sessions(staff)


@command("staff.reactivated")
def reactivate(*, staff_id: UUID, actor: Actor, now: datetime) -> str:
    """Open a closed account again, with a new one-time code. Owners only."""
    staff = _account(staff_id)
    staff.is_active, staff.closed_at = True, None
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "closed_at", "password"])
    return _new_code(staff, now)


def account_of_code(*, username: str, code: str, now: datetime) -> Staff:
    """Give the account that this one-time code belongs to.

    Raises:
        CodeRefused: there is no such account, or the code is wrong, used or too old.
    """
    typed = _hash(code)
    held = Invitation.objects.select_related("staff").filter(
        staff__username__iexact=username.strip(), staff__is_active=True, expires_at__gt=now
    )
    invitation = held.first()
    expected = invitation.code_hash if invitation else "-" * 64
    if not constant_time_compare(typed, expected) or invitation is None:
        raise CodeRefused(
            _("This code is not right, has been used, or is over 24 hours old. Ask for a new one."),
            field="code",
        )
    return invitation.staff


def join(*, username: str, code: str, password: str, now: datetime) -> Staff:
    """Choose the first password with a one-time code, which is then used up.

    Raises:
        CodeRefused: the code does not open this account.
    """
    staff = account_of_code(username=username, code=code, now=now)
    _joined(staff_id=staff.uid, password=password, actor=actor_of(staff))
    return Staff.objects.get(pk=staff.pk)


@command("staff.joined", *Role)
def _joined(*, staff_id: UUID, password: str, actor: Actor) -> None:
    """Set the password that a colleague chose, and use up the invitation."""
    staff = _account(staff_id)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    Invitation.objects.filter(staff=staff).delete()


@command("staff.logged_in", *Role)
def note_log_in(*, staff_id: UUID, actor: Actor) -> None:
    """Note in the log that somebody logged in."""


@command("staff.profile_changed", *Role)
def change_profile(
    *,
    staff_id: UUID,
    display_name: str,
    language: str,
    theme: str,
    single_keys: bool,
    actor: Actor,
) -> None:
    """Change what a person chooses for themselves."""
    assert staff_id == actor.staff_id, "a profile is changed by the person it belongs to"
    Staff.objects.filter(uid=staff_id).update(
        display_name=display_name.strip(), language=language, theme=theme, single_keys=single_keys
    )


@command("staff.password_changed", *Role)
def change_password(*, staff_id: UUID, old: str, new: str, actor: Actor) -> None:
    """Change one's own log-in password; all other sessions of the account end.

    Raises:
        OldPasswordRefused: `old` is not the present password.
    """
    assert staff_id == actor.staff_id, "a password is changed by the person it belongs to"
    staff = _account(staff_id)
    if not check_password(old, staff.password):
        raise OldPasswordRefused(_("This is not your present password."), field="old_password")
    staff.set_password(new)
    staff.save(update_fields=["password"])
    _end_all_sessions(staff)


@command("staff.session_ended", *Role)
def end_session(*, session_id: str, staff_id: UUID, actor: Actor) -> None:
    """End a session of one's own account, or, as an owner, of any account.

    `session_id` is the stored hash of the session, so that no page ever shows a key.
    """
    assert staff_id == actor.staff_id or Role.OWNER in actor.roles
    StaffSession.objects.filter(session_key=session_id, staff__uid=staff_id).delete()


def _account(staff_id: UUID) -> Staff:
    return Staff.objects.select_for_update().get(uid=staff_id)


def _new_account(username: str, display_name: str, language: str) -> Staff:
    name = username.strip()
    if Staff.objects.filter(username__iexact=name).exists():
        raise NameTaken(_("Another account has this log-in name."), field="username")
    return Staff(username=name, display_name=display_name.strip(), language=language)


def _set_roles(staff: Staff, roles: Collection[Role]) -> None:
    staff.role_rows.exclude(role__in=list(roles)).delete()
    held = set(staff.role_rows.values_list("role", flat=True))
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role) for role in sorted(roles) if role not in held
    )


def _keep_an_owner(staff: Staff) -> None:
    if not Staff.objects.owners().exclude(pk=staff.pk).exists():
        raise LastOwner(_("Somebody has to be the owner. Make a colleague owner first."))


def _end_all_sessions(staff: Staff) -> None:
    StaffSession.objects.filter(staff=staff).delete()


def _new_code(staff: Staff, now: datetime) -> str:
    """Make a code of 80 bits: too many to guess, so a plain hash of it may be stored."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _index in range(CODE_LENGTH))
    Invitation.objects.update_or_create(
        staff=staff,
        defaults={"code_hash": _hash(letters), "expires_at": now + timedelta(hours=CODE_HOURS)},
    )
    return "-".join(letters[index : index + 4] for index in range(0, CODE_LENGTH, 4))


def _hash(code: str) -> str:
    """Hash a code as people type it: any case, O for 0, I or L for 1, with or without dashes."""
    plain = code.upper().translate(str.maketrans("OIL", "011"))
    return hashlib.sha256("".join(c for c in plain if c in CODE_LETTERS).encode()).hexdigest()
