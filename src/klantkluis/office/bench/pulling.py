"""Pull: orders that wait on a real site become customers and orders in the office."""

import base64
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.core.vat import VatCategory
from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.paging import free_port
from klantkluis.office.bench.scratch import Scratch, scratch_office
from klantkluis.office.bench.site_running import RunningSite, intake_key, running_site, the_shop

TODAY = date(2026, 11, 20)
WRITER = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from uuid import UUID
import django
django.setup()
from django.db import transaction
from klantkluis.messages.letters import Address, OrderLine, OrderPlaced, Person, Shipping
from klantkluis.messages.outbox import Kind
from klantkluis.site import outbox
count, chance = int(sys.argv[1]), Random(7)
names = ["Jansen", "de Boer", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters"]
with transaction.atomic():
    for number in range(count):
        lines = tuple(
            OrderLine(sku=chance.choice(sys.argv[2:]), name="Plank", quantity=1 + each,
                      unit_price=Decimal("24.95"), vat_category="standard", rate_bp=2100,
                      amount_cents=2495 * (1 + each))
            for each in range(3)
        )
        gross = sum(line.amount_cents for line in lines) + 495
        vat = round(gross * 21 / 121)
        outbox.send(Kind.ORDER, OrderPlaced(
            uid=UUID(int=chance.getrandbits(128), version=4), language="nl",
            at=datetime(2026, 11, 20, 12, tzinfo=UTC), reference=f"W-{number:06d}", business=False,
            who=Person(first_name="Jan", surname=f"{names[number % 9]}",
                       email=f"klant{number}@voorbeeld.example"),
            address=Address(street="Dorpsstraat", house_number=str(1 + number % 200),
                            postcode=f"{1000 + number % 8999} AB", town="Utrecht"),
            basis="gross", lines=lines, net_cents=gross - vat, vat_cents=vat, gross_cents=gross,
            shipping=Shipping(method="parcel", name="Pakket", price=Decimal("4.95"),
                              vat_category="standard", rate_bp=2100, amount_cents=495),
            payment="transfer", mailed=True,
        ))
"""
"""What a crowd of visitors would do, within the site's own settings."""


def measure(n: int, scratch: Path) -> Measured:
    """Pull n orders of as many strangers from a site, and take them in; vault process included."""
    pull, take = Stopwatch(), Stopwatch()
    with scratch_office() as office, running_site(scratch, free_port()) as site:
        from klantkluis.sales.models import Order
        from klantkluis.shop.linking.pulling import one_round
        from klantkluis.shop.running import take_in_all

        skus = _link(office, site, scratch)
        _write(scratch, n, skus)
        with pull.lap():
            one_round(office.place.link, _now)
        with take.lap():
            take_in_all(office.actor, _now, told=lambda done: progress("orders", done, n))
        assert Order.objects.count() == n, "each order once"
        memory = peak_rss_mb([office.process.pid])
    both = Stopwatch([*pull.times_ms, *take.times_ms])
    more = {"pull_seconds": round(pull.seconds, 2), "take_in_seconds": round(take.seconds, 2)}
    return Measured("pull", n / both.seconds, "orders/s", n, both, memory, more)


def _now() -> datetime:
    return datetime.now(UTC)


def _link(office: Scratch, site: RunningSite, scratch: Path) -> list[str]:
    """Let the office be the one that the site is paired with, and the site have its key; give
    article numbers."""
    from klantkluis.office.bench.goods import products
    from klantkluis.shop.linking.keeping import keep_keys
    from klantkluis.shop.models import SiteLink

    goods = products(office.actor, TODAY - timedelta(days=1))
    folder = office.place.link
    folder.mkdir(mode=0o700)
    (folder / "signing.key").write_bytes(site.key.private_bytes_raw())
    (folder / "pepper.key").write_bytes(os.urandom(32))
    said = json.loads((scratch / "site" / "identity.json").read_text())
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(said["key"]))
    SiteLink.objects.create(
        pk=1, site_id=site.site_id, url=f"http://127.0.0.1:{site.port}",
        site_key=key.public_key().public_bytes_raw(), paired_at=_now(),
        staff_id=office.actor.staff_id,
    )  # fmt: skip
    found = office.vault.upkeep().intake_keys()
    keep_keys(found.keys, made=found.made, now=_now())
    from klantkluis.messages.published import ThingKind

    newest = found.keys[-1]
    site.publish([(ThingKind.SHOP, "shop", the_shop())])
    site.publish([(ThingKind.KEY, str(newest.id), intake_key(site, newest.public))])
    return [each.sku for each in goods if each.vat_category == VatCategory.STANDARD]


def _write(scratch: Path, n: int, skus: list[str]) -> None:
    """Let the site seal n orders, as if they had been placed."""
    environment = {
        **os.environ,
        "KLANTKLUIS_SITE_MODE": "demo",
        "KLANTKLUIS_SITE_DIR": str(scratch / "site"),
        "DJANGO_SETTINGS_MODULE": "klantkluis.site.settings",
    }
    command = [sys.executable, "-c", WRITER, str(n), *skus]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own
    progress("sealed", n, n)
