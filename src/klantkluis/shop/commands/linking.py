"""Acts of the owner on the link with the site."""

from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.shop.linking.pairing import Found
from klantkluis.shop.models import IntakeMessage, LinkAlarm, LinkResumption, SiteLink
from klantkluis.shop.stored import LINK_NOTE


class PairedAlready(Refusal):
    """This office has another site."""


class NothingToAccept(Refusal):
    """The site shows the certificate that we know, or another one than was compared."""


class NotBroken(Refusal):
    """Nothing is wrong with the link."""


class ReasonMissing(Refusal):
    """Who lets a broken link go on says why."""


@command("site.paired")
def record_pairing(*, found: Found, actor: Actor, now: datetime) -> int:
    """Keep the site that proved to be the one of the pairing code; the same again is harmless.

    Raises:
        PairedAlready: this office is paired with another site.
    """
    before = SiteLink.objects.select_for_update().filter(pk=1).first()
    if before is not None:
        if before.site_id != found.code.site_id:
            raise PairedAlready(_("This office has a shop already."))
        SiteLink.objects.filter(pk=1).update(
            url=found.url, certificate=found.certificate, seen_certificate=None, problem=""
        )
        return before.pk
    insert(
        SiteLink(
            pk=1,
            site_id=found.code.site_id,
            url=found.url,
            site_key=found.site_key,
            certificate=found.certificate,
            paired_at=now,
            staff_id=actor.staff_id,
        )
    )
    return 1


@command("site.certificate_accepted")
def accept_certificate(*, seen: str, actor: Actor, now: datetime) -> None:
    """Trust the other certificate that the site shows, after the owner compared its fingerprint.

    Args:
        seen: the fingerprint that was compared, in hexadecimal.

    Raises:
        NothingToAccept: the site shows no other one, or by now yet another.
    """
    link = SiteLink.objects.select_for_update().filter(pk=1).first()
    if link is None or link.seen_certificate is None or bytes(link.seen_certificate).hex() != seen:
        raise NothingToAccept(_("The shop shows another certificate by now. Look again."))
    SiteLink.objects.filter(pk=1).update(
        certificate=bytes(link.seen_certificate), seen_certificate=None, problem=""
    )
    LinkAlarm.objects.filter(code="certificate", ended_at=None).update(ended_at=now)


@command("site.resumed")
def resume_link(*, reason: str, actor: Actor, now: datetime) -> None:
    """Let a link go on that was broken; the owner looked and says why.

    When the row of messages itself was broken, what the site has now is taken from wherever it
    begins: what went missing before that does not come back.

    Raises:
        ReasonMissing: nothing was said.
        NotBroken: nothing is wrong.
        VaultLocked: the reason cannot be sealed.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write what you found, and why it can go on."), field="reason")
    link = SiteLink.objects.select_for_update().filter(pk=1).first()
    if link is None or not link.broken:
        raise NotBroken(_("Nothing is wrong with the link any more."))
    row = LinkResumption(code=link.broken, at=now, staff_id=actor.staff_id)
    LINK_NOTE.seal_new(actor.vault, [(row, {"reason": reason.strip()})])
    insert(row)
    SiteLink.objects.filter(pk=1).update(
        broken="", accepts_place=link.accepts_place or link.broken in OF_THE_ROW
    )
    LinkAlarm.objects.filter(code=link.broken, ended_at=None).update(ended_at=now)


@command("site.message_retried")
def retry_messages(*, actor: Actor) -> int:
    """Let messages that could not be taken in be tried once more; give how many."""
    return IntakeMessage.objects.exclude(problem="").update(problem="")


OF_THE_ROW = frozenset({"gap", "fork", "rollback"})
"""What is wrong with the row of messages itself."""
