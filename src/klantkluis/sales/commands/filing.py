"""Filing papers, made once: a delivery note as it went with the goods, a quote as it was issued."""

from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.files import seal_contents
from klantkluis.sales.commands.quoting import QuoteNotIssued, QuoteUnknown, is_issued
from klantkluis.sales.forgetting import refuse_without_words
from klantkluis.sales.models import Delivery, DeliveryPaper, QuotePaper, QuoteVersion
from klantkluis.sales.paper import delivery_note
from klantkluis.sales.quotes.paper import quote_paper
from klantkluis.sales.stored import PAPER, QUOTE_PAPER


class DeliveryUnknown(Refusal):
    """There is no such delivery note."""


@command("delivery.paper_filed", Role.SALES, Role.WAREHOUSE)
def file_delivery_note(*, delivery_id: int, actor: Actor, made_at: datetime) -> int:
    """Make the PDF of a delivery note, and keep it sealed; give the row's id.

    Made once: a second call changes nothing, so that a copy is byte-identical to what was issued.

    Raises:
        DeliveryUnknown: there is no such delivery note.
        WordsGone: its address and words are no longer kept.
        VaultLocked: the vault is not open to the actor.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("order__customer")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None:
        raise DeliveryUnknown(_("There is no such delivery note."))
    before = DeliveryPaper.objects.filter(delivery=delivery).first()
    if before is not None:
        return before.pk
    refuse_without_words(delivery)
    pdf = delivery_note(delivery=delivery, vault=actor.vault, made_at=made_at)
    fields, contents = seal_contents(
        pdf, name=f"{delivery.number}.pdf", media_type="application/pdf"
    )
    row = DeliveryPaper(delivery=delivery, contents=contents)
    PAPER.seal_new(actor.vault, [(row, fields)])
    row.save(force_insert=True)
    return row.pk


@command("quote.paper_filed", Role.SALES)
def file_quote(*, version_id: int, actor: Actor, made_at: datetime) -> int:
    """Make the PDF of a version that was issued, and keep it sealed; give the row's id.

    Made once: a second call changes nothing, so that a copy is byte-identical to what was issued.

    Raises:
        QuoteUnknown: there is no such version.
        QuoteNotIssued: it may still change.
        WordsGone: its address and words are no longer kept.
        VaultLocked: the vault is not open to the actor.
    """
    rows = QuoteVersion.objects.select_for_update(of=("self",))
    version = rows.select_related("quote__customer").filter(pk=version_id).first()
    if version is None:
        raise QuoteUnknown(_("There is no such quote."))
    if not is_issued(version):
        raise QuoteNotIssued(_("This version was not issued yet."))
    before = QuotePaper.objects.filter(version=version).first()
    if before is not None:
        return before.pk
    refuse_without_words(version)
    pdf = quote_paper(version=version, vault=actor.vault, made_at=made_at)
    name = f"{version.quote.number}-{version.version}.pdf"
    fields, contents = seal_contents(pdf, name=name, media_type="application/pdf")
    row = QuotePaper(version=version, contents=contents)
    QUOTE_PAPER.seal_new(actor.vault, [(row, fields)])
    row.save(force_insert=True)
    return row.pk
