"""Restricting the use of data, objections, and lifting them (GDPR art. 18 and 21)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import open_restrictions
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rows import (
    PermittedUse,
    Restriction,
    RestrictionAnnouncement,
    RestrictionLift,
)
from klantkluis.customers.restriction_rules import (
    CAUSES,
    Against,
    Cause,
    Kind,
    Permission,
    Told,
    Use,
    fits,
)
from klantkluis.customers.stored import PERMITTED_USE, RESTRICTION
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.once import insert_once, uid_of_form


class RestrictionOfErasure(Refusal):
    """What had to stay of an erasure is never used again, so nobody lifts this."""


class RestrictionUnknown(Refusal):
    """There is no such restriction, or it was lifted before."""


class NotYetTold(Refusal):
    """The person is told before a restriction is lifted (GDPR art. 18(3))."""


class CauseWrong(Refusal):
    """A restriction or objection has a cause that the law knows."""


class ReasonMissing(Refusal):
    """Who uses restricted data says why."""


@command("customer.restricted", Role.SALES)
def restrict(
    *,
    customer_id: int,
    cause: Cause,
    reason: str,
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
    uid: UUID | None = None,
) -> int:
    """Keep the data of a customer and no longer use them (GDPR art. 18); give the id.

    Args:
        reason: the words of the person, or ours; sealed.
        request_uid: the request of the person, if there is one.

    Raises:
        CauseWrong: the law knows no restriction for this cause.
        CustomerUnknown: there is no such customer.
        SentBefore: the same form was sent before.
        VaultLocked: the vault is not open to the actor.
    """
    return put_restriction(
        customer_id, Kind.RESTRICTION, Against.ALL, cause, reason=reason, actor=actor, at=at,
        request_uid=request_uid, uid=uid,
    )  # fmt: skip


@command("customer.objected", Role.SALES, Role.MARKETING)
def object_to(
    *,
    customer_id: int,
    against: Against,
    reason: str,
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
    uid: UUID | None = None,
) -> int:
    """Note that a customer objects to a use of their data (GDPR art. 21); give the id.

    Against direct marketing it holds at once and needs no reason. Against our own interest it
    stops what rests on that interest; whether it holds is decided after that.

    Raises:
        CauseWrong: nobody objects to all use; that is a restriction or an erasure.
        CustomerUnknown: there is no such customer.
        SentBefore: the same form was sent before.
        VaultLocked: the vault is not open to the actor.
    """
    causes = CAUSES.get((Kind.OBJECTION, against))
    if not causes:
        raise CauseWrong(_("Choose what the customer objects to."), field="against")
    return put_restriction(
        customer_id, Kind.OBJECTION, against, causes[0], reason=reason, actor=actor, at=at,
        request_uid=request_uid, uid=uid,
    )  # fmt: skip


def put_restriction(
    customer_id: int,
    kind: Kind,
    against: Against,
    cause: Cause,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    request_uid: UUID | None = None,
    uid: UUID | None = None,
) -> int:
    """Restrict, or note an objection, within an act; give the id.

    Raises:
        CauseWrong: a thing of this kind has other causes.
        SentBefore: the same form was sent before.
    """
    if not fits(kind, against, cause):
        raise CauseWrong(_("Choose why the use is restricted."), field="cause")
    customer = active_customer(customer_id)
    row = Restriction(
        uid=uid_of_form(Restriction, uid),
        customer=customer,
        kind=kind.value,
        against=against.value,
        cause=cause.value,
        since=at,
        channel=actor.channel,
        request_uid=request_uid,
        staff_id=actor.staff_id,
    )
    RESTRICTION.seal_new(actor.vault, [(row, {"reason": reason.strip()})])
    insert_once(row)
    follow(customer.pk)
    return row.pk


@command("customer.told_of_lift", Role.SALES)
def announce_lift(*, restriction_id: int, how: Told, actor: Actor, at: datetime) -> None:
    """Note that the person was told that a restriction will be lifted (GDPR art. 18(3)).

    Raises:
        RestrictionUnknown: there is none, or it was lifted before.
    """
    row = _held(restriction_id)
    if not RestrictionAnnouncement.objects.filter(restriction=row).exists():
        insert(
            RestrictionAnnouncement(
                restriction_id=row.pk, told_at=at, how=how.value, staff_id=actor.staff_id
            )
        )


@command("customer.restriction_lifted", Role.SALES)
def lift(*, restriction_id: int, actor: Actor, at: datetime) -> int:
    """Let data be used again, after the person was told; give the id of the customer.

    Raises:
        RestrictionUnknown: there is none, or it was lifted before.
        NotYetTold: the person was not told yet.
    """
    row = _held(restriction_id)
    told = RestrictionAnnouncement.objects.filter(restriction=row).first()
    if told is None or told.told_at > at:
        raise NotYetTold(_("Tell the customer first that it will be lifted; the law asks that."))
    insert(RestrictionLift(restriction_id=row.pk, lifted_at=at, staff_id=actor.staff_id))
    follow(row.customer_id)
    return row.customer_id


LOOKERS = (Role.FISCAL,)
"""Who may say why they look at what is kept only, besides the owner."""


@command("customer.use_permitted", *LOOKERS)
def permit_use(
    *,
    customer_id: int,
    use: Use,
    permission: Permission,
    reason: str,
    actor: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> int:
    """Say why restricted data are used all the same, this once (GDPR art. 18(2)); give the id.

    It holds for this one use and for an hour. Only the owner says so for more than looking.

    Raises:
        ReasonMissing: nothing was typed.
        NotAllowed: only the owner may permit this use.
        CustomerUnknown: there is no such customer.
        SentBefore: the same form was sent before.
        VaultLocked: the vault is not open to the actor.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why. It is kept with the customer."), field="reason")
    if use is not Use.LOOK and not actor.may():
        raise NotAllowed(_("Your account may not do this. Ask the owner for the right."))
    row = PermittedUse(
        uid=uid_of_form(PermittedUse, uid),
        customer=active_customer(customer_id),
        use=use.value,
        permission=permission.value,
        at=at,
        staff_id=actor.staff_id,
    )
    PERMITTED_USE.seal_new(actor.vault, [(row, {"reason": reason.strip()})])
    insert_once(row)
    return row.pk


def follow(customer_id: int) -> None:
    """Keep beside the customer whether a restriction of all use holds, as the facts say."""
    rows = open_restrictions().filter(customer=customer_id, against=Against.ALL.value)
    Customer.objects.filter(pk=customer_id).update(restricted=rows.exists())


def _held(restriction_id: int) -> Restriction:
    """Give what holds, and keep the next act on it waiting.

    Raises:
        RestrictionUnknown: there is none, or it was lifted before.
        RestrictionOfErasure: it holds until the erasure is at its end.
    """
    row = Restriction.objects.select_for_update(of=("self",)).filter(pk=restriction_id).first()
    if row is None or RestrictionLift.objects.filter(restriction=row).exists():
        raise RestrictionUnknown(_("This does not hold any more. Look at the customer again."))
    if row.cause == Cause.KEPT_BY_LAW.value:
        raise RestrictionOfErasure(
            _("This customer was erased as far as could be. The rest goes by itself, unused.")
        )
    return row
