"""Whether every yes to the newsletter can be proved (GDPR art. 7(1))."""

from collections.abc import Iterator

from django.db.models import Q

from klantkluis.customers.models import Consent, SubscriberConsent


def yeses_without_evidence() -> Iterator[str]:
    """Give one sentence for each yes that names no words or has no sealed evidence."""
    for model in (Consent, SubscriberConsent):
        rows = model._default_manager.filter(Q(wording=None) | Q(sealed=b""), given=True)
        for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
            yield f"{model._meta.db_table}: row {pk} is a yes without evidence"
