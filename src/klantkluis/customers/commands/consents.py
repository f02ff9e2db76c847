"""Consent to the newsletter, as facts with evidence."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.blocking import refuse_when_restricted
from klantkluis.customers.commands.registering import active_customer
from klantkluis.customers.models import Consent, ConsentWording
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.stored import CONSENT
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command

MAY = (Role.SALES, Role.MARKETING)


class EvidenceMissing(Refusal):
    """Without evidence there is no consent (GDPR art. 7(1))."""


class WordingUnknown(Refusal):
    """There is no wording that the person can have agreed to."""


@command("consent.given", *MAY)
def give_consent(
    *, customer_id: int, evidence: str, at: datetime, channel: Channel, actor: Actor, today: date
) -> int:
    """Record that a customer agreed to the newsletter, with what proves it.

    Raises:
        EvidenceMissing: nothing was said about how the person agreed.
        WordingUnknown: there is no wording in force.
        CustomerRestricted: the customer objected, or data may be kept and not used.
    """
    if not evidence.strip():
        raise EvidenceMissing(
            _("Write how the customer agreed: a form, a conversation, a message."),
            field="evidence",
        )
    customer = active_customer(customer_id)
    refuse_when_restricted(customer_id, Use.NEWSLETTER)
    wording = (
        ConsentWording.objects.filter(language=customer.language, valid_from__lte=today)
        .order_by("-version")
        .first()
    )
    if wording is None:
        raise WordingUnknown(_("First write the words that customers agree to, in the settings."))
    consent = Consent(
        customer=customer, given=True, at=at, wording=wording, channel=channel,
        staff_id=actor.staff_id,
    )  # fmt: skip
    CONSENT.seal_new(actor.vault, [(consent, {"evidence": evidence.strip()})])
    consent.save(force_insert=True)
    return consent.pk


def keep_consent(
    customer_id: int, *, given: bool, evidence: str, at: datetime, wording: int, language: str,
    channel: Channel, actor: Actor,
) -> int:  # fmt: skip
    """Keep a yes or no that came in from outside, within an act.

    Args:
        wording: the number of the words that were agreed to; 0 for a no.

    Raises:
        WordingUnknown: we have no words with this number.
    """
    row = Consent(
        customer=active_customer(customer_id), given=given, at=at, channel=channel,
        wording=wording_of(wording, language) if given else None, staff_id=actor.staff_id,
    )  # fmt: skip
    CONSENT.seal_new(actor.vault, [(row, {"evidence": evidence})])
    row.save(force_insert=True)
    return row.pk


def wording_of(version: int, language: str) -> ConsentWording:
    """Give the words of a number, in the language or else in Dutch.

    Raises:
        WordingUnknown: we have none.
    """
    found = ConsentWording.objects.filter(version=version, language__in=[language, "nl"])
    by_language = {row.language: row for row in found}
    row = by_language.get(language) or by_language.get("nl")
    if row is None:
        raise WordingUnknown(_("We have no words with this number."))
    return row


@command("consent.withdrawn", *MAY)
def withdraw_consent(
    *, customer_id: int, evidence: str, at: datetime, channel: Channel, actor: Actor
) -> int:
    """Record that a customer wants no newsletter any more. It needs no reason (GDPR art. 7(3))."""
    consent = Consent(
        customer=active_customer(customer_id), given=False, at=at, channel=channel,
        staff_id=actor.staff_id,
    )  # fmt: skip
    CONSENT.seal_new(actor.vault, [(consent, {"evidence": evidence.strip()})])
    consent.save(force_insert=True)
    return consent.pk
