"""What the books say of documents, by the source that each entry names."""

from collections.abc import Collection

from django.db.models import Sum

from klantkluis.ledger.models import JournalLine


def debited_on(*, use: str, sources: Collection[str]) -> dict[str, int]:
    """Give what was debited on an account, in cents, per source."""
    lines = JournalLine.objects.filter(account__use=use, entry__source__in=sources)
    sums = lines.values_list("entry__source").annotate(cents=Sum("amount_cents")).order_by()
    return {source: int(cents) for source, cents in sums}
