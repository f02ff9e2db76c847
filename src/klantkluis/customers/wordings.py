"""The words with which customers say yes to the newsletter."""

from dataclasses import dataclass, field
from datetime import date

from klantkluis.customers.models import ConsentWording


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that hold now, by language; version 0 when there are none."""

    version: int = 0
    texts: dict[str, str] = field(default_factory=dict)


def newsletter_wording(*, today: date) -> Wording:
    """Give the newest words that hold on a day, in each language that they are there in."""
    rows = ConsentWording.objects.filter(valid_from__lte=today).order_by("version")
    every = list(rows.values_list("version", "language", "text"))
    if not every:
        return Wording()
    newest = every[-1][0]
    return Wording(newest, {lang: text for version, lang, text in every if version == newest})
