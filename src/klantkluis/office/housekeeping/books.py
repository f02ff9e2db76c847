"""The rules of every room over all rows."""

from collections.abc import Callable, Iterator

from klantkluis.billing import invariants as billing
from klantkluis.catalogue import invariants as catalogue
from klantkluis.customers import invariants as customers
from klantkluis.disclosures import invariants as disclosures
from klantkluis.foundation.mail import invariants as mail
from klantkluis.ledger import invariants as ledger
from klantkluis.privacy import invariants as privacy
from klantkluis.sales import invariants as sales
from klantkluis.shop import invariants as shop

type Check = Callable[[], Iterator[str]]

RULES: tuple[tuple[str, Check], ...] = (
    ("customers", customers.broken),
    ("catalogue", catalogue.broken),
    ("ledger", ledger.broken),
    ("sales", sales.broken),
    ("billing", billing.broken),
    ("mail", mail.broken),
    ("shop", shop.broken),
    ("disclosures", disclosures.broken),
    ("privacy", privacy.broken),
)
"""Per room, what gives one sentence for each row that breaks a rule."""
