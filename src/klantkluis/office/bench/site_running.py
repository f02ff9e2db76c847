"""A site of its own for a bench: one process on this machine, paired, with a shop in its window."""

import base64
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import batched
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from klantkluis.messages import link, published, wire
from klantkluis.messages.published import ThingKind
from klantkluis.messages.wire import Verb
from klantkluis.office.bench.browsing import Browser
from klantkluis.office.bench.measuring import children_of

DAY = date(2026, 1, 1)
PORTION = 200


@dataclass(slots=True)
class RunningSite:
    """A site that runs, and the office that it is paired with."""

    port: int
    site_id: UUID
    secret: bytes = field(repr=False)
    process: "subprocess.Popen[bytes]" = field(repr=False)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    _number: int = 0

    def browser(self) -> Browser:
        """Give a visitor."""
        return Browser("127.0.0.1", self.port)

    @property
    def pid(self) -> int:
        """The process of the web server."""
        return self.process.pid

    def stop(self) -> None:
        """End the site, as a service manager does."""
        self.process.terminate()
        self.process.wait(10)

    @property
    def pids(self) -> set[int]:
        """The processes of the site: the web server and its one worker."""
        return {self.pid} | children_of(self.pid)

    def ask(self, verb: Verb, question: msgspec.Struct) -> Any:
        """Ask the site something, as its office does."""
        self._number += 1
        body = wire.write(question)
        text = link.request_text(self.site_id, verb, self._number, body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            link.NUMBER_HEADER: str(self._number),
            link.SIGNATURE_HEADER: link.sign(self.key, text),
        }
        connection.request("POST", f"/{link.PATH}/{verb}", body=body, headers=headers)
        response = connection.getresponse()
        said = response.read()
        connection.close()
        assert response.status == 200, f"{verb} is answered by {response.status}"
        return wire.read(wire.ANSWERS, verb, said)

    def publish(self, things: Iterable[tuple[ThingKind, str, msgspec.Struct]]) -> None:
        """Publish things, in portions."""
        for portion in batched(things, PORTION, strict=False):
            self.ask(
                Verb.PUBLISH,
                wire.Publish(
                    things=tuple(
                        wire.Thing(kind=kind, name=name, body=published.write(thing))
                        for kind, name, thing in portion
                    )
                ),
            )


@contextmanager
def running_site(scratch: Path, port: int, *, log: BinaryIO | None = None) -> Iterator[RunningSite]:
    """Start a site, pair with it, and end it afterwards; what it writes goes to `log`."""
    where = scratch / "site"
    environment = {
        **os.environ,
        "KLANTKLUIS_SITE_MODE": "demo",
        "KLANTKLUIS_SITE_DIR": str(where),
        "DJANGO_SETTINGS_MODULE": "klantkluis.site.settings",
    }
    command = [sys.executable, "-m", "klantkluis.site"]
    subprocess.run([*command, "pair"], env=environment, check=True, capture_output=True)  # noqa: S603
    process = subprocess.Popen(  # noqa: S603
        [*command, "run", "--port", str(port)], env=environment, stdout=log, stderr=log
    )
    try:
        said = json.loads((where / "identity.json").read_text())
        site = RunningSite(port, UUID(said["site"]), base64.b64decode(said["secret"]), process)
        site.browser().wait_until_it_answers()
        public = site.key.public_key().public_bytes_raw()
        site.ask(Verb.PAIR, wire.Pair(public=public, proof=link.pairing_proof(site.secret, public)))
        site.ask(Verb.PEPPER, wire.Pepper(pepper=os.urandom(32)))
        yield site
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)


def the_shop() -> published.ShopSettings:
    """Give how the shop of a bench sells."""
    return published.ShopSettings(
        identity=published.Identity(
            name="Meetwinkel BV", street="Marktstraat", house_number="1", postcode="3511 AB",
            town="Utrecht", phone="030 123 4567", email="winkel@meetwinkel.example",
            coc_number="12345678", vat_number="NL000099998B57", iban="NL91ABNA0417164300",
            account_holder="Meetwinkel BV",
        ),
        name="Meetwinkel",
        shipping=(
            published.ShippingMethod(
                code="parcel", name={"nl": "Pakket", "en": "Parcel"}, countries=("NL", "BE", "DE"),
                steps=(published.ShippingStep(up_to_grams=1_000_000, cents=595),),
            ),
        ),
        rates=tuple(
            published.Rate(country="NL", category=category, rate_bp=rate, valid_from=DAY)
            for category, rate in (
                ("standard", 2100), ("reduced", 900), ("zero", 0), ("exempt", 0)
            )
        ),
    )  # fmt: skip


def intake_key(site: RunningSite, public: bytes) -> published.IntakeKey:
    """Give an intake key as the office publishes it."""
    until = int(time.time()) + 10**7
    return published.IntakeKey(
        key_id=1, public=base64.b64encode(public).decode(), not_after=until,
        signature=link.sign(site.key, link.key_text(site.site_id, 1, public, until)),
    )  # fmt: skip


def categories(count: int) -> Iterator[tuple[ThingKind, str, msgspec.Struct]]:
    """Give categories."""
    for number in range(count):
        slug = f"groep-{number}"
        name = {"nl": f"Groep {number}", "en": f"Group {number}"}
        yield ThingKind.CATEGORY, slug, published.Category(slug=slug, name=name, position=number)


def goods(count: int, groups: int) -> Iterator[tuple[ThingKind, str, msgspec.Struct]]:
    """Give products with texts of a usual length; one in ten is reduced."""
    for number in range(count):
        sku = f"{number:05d}"
        price = Decimal(1000 + number * 7 % 90_000) / 100
        steps = [published.PriceStep(valid_from=DAY, unit_price=price, basis="gross")]
        if number % 10 == 0:
            steps.append(
                published.PriceStep(
                    valid_from=date(2026, 2, 1),
                    unit_price=price * 8 / 10,
                    basis="gross",
                    prior=price,
                )
            )
        yield (
            ThingKind.PRODUCT,
            sku,
            published.ShownProduct(
                sku=sku,
                slug=f"plank-{sku}",
                name={"nl": f"Plank van eiken {sku}", "en": f"Shelf of oak {sku}"},
                summary={"nl": "Massief, geolied en op maat gezaagd.", "en": "Solid and oiled."},
                description={"nl": "Een plank die tegen een stootje kan. " * 12},
                categories=(f"groep-{number % groups}",),
                prices=tuple(steps),
                vat_category="standard",
                weight_grams=900,
                stock=number % 40,
                position=number,
            ),
        )
