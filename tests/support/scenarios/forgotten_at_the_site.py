"""People do all that can be done at a site, are forgotten by the office, and leave no byte there.

A real site runs beside an office with a real vault; they talk as always. Each person is forgotten
with another mishap: site or office is killed before, while or after the site hears of it.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from klantkluis.messages.wire import Verb
from support.clocks import moment
from support.fake_mollie import KEY as MOLLIE_KEY
from support.fake_mollie import FakeMollie, fake_mollie
from support.fake_smtp import FakeSmtp, fake_smtp
from support.scanner import Scanner
from support.scenarios import forked, tell
from support.site_disk import (
    Values,
    database_files,
    files_with,
    values_of,
    waits_to_be_written_anew,
)
from support.site_process import SiteProcess
from support.visitor import Visitor

MISHAPS = ("site_before", "site_meanwhile", "site_after", "office")
"""The site is killed before, while or after it forgets; the office while it erases, and before it
knows that the site has heard."""
STAYS: Mapping[str, str] = {
    "site_officelink.last_chain": "the newest link of the chain of messages: a hash over hashes",
    "site_onlinepayment.payment_id": "a bank can take a payment back for thirteen months; the"
    " provider's number, by which it tells us so",
    "site_onlinepayment.order": "the random number of the order that was paid, of the books",
    "site_onlinepayment.reference": "the number of that order, which stands with the payment",
    "site_witness.checkpoint": "a signed note about the log of the office, which names nobody",
}
"""What the site still has after somebody was forgotten, and why it may."""
LINK = re.compile(r"https?://\S+")
LETTERS = "bcdfghjklmnpqrstvwxz"
PASSWORD, NEW_PASSWORD = "vijf merels in de heg", "zes merels in de haag"
PACKAGE = 5_000_000


@dataclass
class Person:
    """Somebody, what they typed, and what lay at the site because of them."""

    number: int
    words: list[str] = field(default_factory=list)
    left: set[tuple[str, bytes | str]] = field(default_factory=set)

    def word(self, kind: str) -> str:
        """Give a word of a kind that only this person has."""
        n = self.number + 5003
        made = f"{kind}{''.join(LETTERS[n // 20**k % 20] for k in range(4))}zq"
        self.words.append(made)
        return made

    @property
    def email(self) -> str:
        return f"{self.word('merel').lower()}@{self.word('heg').lower()}.nl"

    @property
    def who(self) -> dict[str, str]:
        return {
            "first_name": self.word("Jet"), "surname": self.word("Merel"),
            "street": self.word("Heggenlaan"), "house_number": "12", "postcode": "3511 AB",
            "town": self.word("Struikdorp"), "country": "NL",
        }  # fmt: skip


@dataclass
class Story:
    """The two deployables, and who stands around them."""

    office: Any
    site: SiteProcess
    database: str
    smtp: FakeSmtp
    mollie: FakeMollie
    told: list[str] = field(default_factory=list)

    def look(self, person: Person) -> None:
        """Remember what lies at the site by now."""
        person.left |= values_of(self.database)

    def link(self, begins: str) -> str:
        """Give the path of a link in the newest mail that has one of its kind."""
        bodies = [mail.get_body(("plain",)) for mail in reversed(self.smtp.mails)]
        links = [link for body in bodies if body for link in LINK.finditer(body.get_content())]
        found = next(each for each in links if f"{self.site.url}{begins}" in each.group())
        self.told.append(found.group().rstrip(".>)/").rpartition("/")[2])
        return "/" + found.group().split("/", 3)[3].rstrip(".>)")


def scenario() -> dict[str, Any]:
    """Let somebody stand by, forget one person with each mishap, and tell what is left of whom."""
    with opened_shop() as story:
        return _played(story)


@contextmanager
def opened_shop() -> Iterator[Story]:
    """Give an office with a vault, and a site that is paired with it and has something to sell."""
    os.environ["KLANTKLUIS_MODE"] = "demo"
    os.umask(0o077)
    from klantkluis.office.bench.scratch import scratch_office

    with _site() as (site, database, smtp, mollie), scratch_office() as office:
        story = Story(office, site, database, smtp, mollie)
        _open_the_shop(story)
        yield story


@contextmanager
def _site() -> Iterator[tuple[SiteProcess, str, FakeSmtp, FakeMollie]]:
    """Run a site on the kind of database that the office has, with all it has in one place."""
    root = Path(os.environ["KLANTKLUIS_DIR"]) / "at-the-site"
    (root / "temporary").mkdir(parents=True)
    with _database(root) as database, fake_smtp() as smtp, fake_mollie() as mollie:
        also = {
            "KLANTKLUIS_SITE_DATABASE_URL": database, "TMPDIR": str(root / "temporary"),
            "KLANTKLUIS_SITE_UNGUARDED": "1",
            "KLANTKLUIS_SITE_MAIL": f"smtp://127.0.0.1:{smtp.port}",
            "KLANTKLUIS_SITE_MAIL_FROM": "winkel@meetwinkel.nl",
            "KLANTKLUIS_SITE_MOLLIE_KEY": MOLLIE_KEY, "KLANTKLUIS_SITE_MOLLIE_URL": mollie.url,
        }  # fmt: skip
        site = SiteProcess(root / "site", also=also, log=root / "site.log")
        site.root.mkdir()
        site.start()
        try:
            yield site, database, smtp, mollie
        finally:
            site.kill()


@contextmanager
def _database(root: Path) -> Iterator[str]:
    """Give a database for the site, on the server that the office uses or in a file."""
    from support.prepared import own_database

    given = os.environ["KLANTKLUIS_DATABASE_URL"]
    if given.startswith("postgres"):
        with own_database(given, tables=False) as url:
            yield url
    else:
        yield f"sqlite:///{root}/site/site.sqlite3"


def _open_the_shop(story: Story) -> None:
    """Pair, put a product in the shop, and let the site hear of it all."""
    from django.conf import settings

    from klantkluis.catalogue.models import Product
    from klantkluis.shop.commands.linking import record_pairing
    from klantkluis.shop.commands.selling import ANY_WEIGHT, add_shipping_method, change_shop
    from klantkluis.shop.linking.keys import link_keys
    from klantkluis.shop.linking.pairing import find_site
    from klantkluis.shop.selling import ShippingFields, ShopFields
    from rooms.showing import a_category, in_the_shop

    actor = story.office.actor
    found = find_site(
        url=story.site.url, code=story.site.code(), plain_here=True,
        keys=link_keys(settings.PLACE.link, make=True),
    )  # fmt: skip
    record_pairing(found=found, actor=actor, now=moment())
    shop = ShopFields(name="Meetwinkel", payments=("transfer", "invoice", "mollie"))
    change_shop(fields=shop, actor=actor)
    parcel = ShippingFields(name_nl="Pakket", countries=("NL",), steps=((ANY_WEIGHT, 595),))
    add_shipping_method(fields=parcel, actor=actor)
    product = Product.objects.get().pk
    in_the_shop(actor, product, category_ids=(a_category(actor),))
    _keys(story)
    _round()


def _keys(story: Story) -> None:
    """Let the vault give the site its key of this week, as the clock of the office does."""
    from klantkluis.shop.linking.keeping import keep_keys

    found = story.office.vault.upkeep().intake_keys()
    keep_keys(found.keys, made=found.made, now=moment())


def _round() -> str:
    """Knock at the site once, as the puller does; give what was wrong."""
    from django.conf import settings

    from klantkluis.shop.linking.pulling import one_round

    found = one_round(settings.PLACE.link, moment)
    assert found is not None
    return found.problem


def _played(story: Story) -> dict[str, Any]:
    bystander = Person(0)
    _register(story, bystander)
    _pull(story)
    _shows(story)
    before = values_of(story.database)
    people, ended = [], []
    for number, mishap in enumerate(MISHAPS, start=1):
        person = Person(number)
        customer = _lives(story, person)
        person.left -= before
        ended.append(_forget(story, customer, mishap))
        people.append(person)
        before = before | values_of(story.database)
    _until_written_anew(story)
    left = frozenset(each for person in people for each in person.left)
    live = _report(story, people, left)
    still_there = _sees_their_name(story, bystander)
    story.site.kill()
    return {
        "ended": ended,
        "columns": sorted({column for column, _value in left}),
        "running": live,
        "stopped": _report(story, people, left),
        "stays": sorted({column for column, _value in values_of(story.database) & left}),
        "bystander": still_there,
    }


def _until_written_anew(story: Story) -> None:
    """Knock, as the office does each minute, until nobody kept the site from writing anew."""
    until = time.monotonic() + 60
    while waits_to_be_written_anew(story.database):
        assert time.monotonic() < until, "the site does not come to write its tables anew"
        time.sleep(0.5)
        _round()


def _report(story: Story, people: list[Person], left: Values) -> list[str]:
    """Search every file of the site for what lay there, and for what was typed."""
    root = Path(os.environ["KLANTKLUIS_DIR"]) / "at-the-site"
    still = values_of(story.database)
    stays = {value for column, value in still if column in STAYS}
    gone = frozenset((column, value) for column, value in left if value not in stays)
    places = [root]
    if story.database.startswith("postgres"):
        places += database_files(story.database)
    words = [word for person in people for word in person.words] + story.told
    scanner = Scanner([*words, PASSWORD, NEW_PASSWORD])
    typed, read = scanner.in_directory(root)
    assert read > (10_000 if story.database.startswith("sqlite") else 100)
    return files_with(gone, places) + [f"{hit.writing} in {hit.place}" for hit in typed]


def _register(story: Story, person: Person, password: str = PASSWORD) -> Visitor:
    """Make an account, and confirm the address."""
    visitor = Visitor(story.site.url)
    visitor.get("/account/register/")
    visitor.send({"email": person.email})
    visitor.get(story.link("/account/register/"))
    visitor.send({**person.who, "password": password, "password_again": password})
    visitor.get("/account/")
    assert person.who["surname"] in visitor.page.text_content(), visitor.page.text_content()
    return visitor


def _sees_their_name(story: Story, person: Person) -> bool:
    """Tell whether somebody can log in and finds their own name."""
    visitor = Visitor(story.site.url)
    visitor.get("/account/log-in/")
    visitor.send({"email": person.email, "password": PASSWORD})
    visitor.get("/account/")
    return person.who["surname"] in visitor.page.text_content()


def _lives(story: Story, person: Person) -> UUID:
    """Let somebody do all that can be done at the site; give whom the office knows them as."""
    from klantkluis.shop.models import SiteAccount

    visitor = _register(story, person)
    story.look(person)
    _orders(story, person, visitor)
    _asks(story, person, visitor)
    _pull(story)
    account = SiteAccount.objects.order_by("-pk").first()
    assert account is not None
    _gets_a_package(story, account, visitor)
    story.look(person)
    _is_changed(story, person, account.customer_id, visitor)
    _changes(story, person, visitor)
    _pull(story)
    _is_billed(story, account.customer_id)
    visitor.get("/contact/")
    visitor.send({"name": "Jet", "email": person.email, "text": person.word("Wachtend")})
    story.look(person)
    return account.customer.uid


def _orders(story: Story, person: Person, visitor: Visitor) -> None:
    """Order on invoice, and pay another order online; leave something in the cart."""
    for payment in ("invoice", "mollie"):
        _into_the_cart(visitor)
        visitor.get("/checkout/")
        order = {
            **person.who, "who": "consumer", "email": person.email, "phone": "",
            "shipping": "pakket", "payment": payment, "remarks": person.word("Opmerking"),
        }  # fmt: skip
        visitor.send(order, "/checkout/")
        story.look(person)
        visitor.send({}, "/checkout/order/")
        said = visitor.page.text_content()
        assert "W-" in said or "Uw bestelling staat" in said, said
        story.look(person)
    paid = list(story.mollie.payments)[-1]
    story.mollie.becomes(paid, "paid")
    told = visitor._session.post(f"{story.site.url}/payments/mollie/", data={"id": paid})
    assert told.status_code == 200
    _into_the_cart(visitor)
    story.look(person)


def _into_the_cart(visitor: Visitor) -> None:
    visitor.get("/search/?q=STOEL")
    visitor.get("/products/artikel-stoel/")
    visitor.send({"quantity": "1"}, "/cart/add/")


def _asks(story: Story, person: Person, visitor: Visitor) -> None:
    """Write through every form, sign up for the newsletter, and ask for a new password."""
    asked = {"name": "Jet Merel", "email": person.email, "phone": "", "order": ""}
    paths = ("/contact/", "/complaint/", "/quote/", "/requests/access/", "/requests/correction/")
    for path in (*paths, "/requests/deletion/"):
        visitor.get(path)
        visitor.send({**asked, "text": person.word("Vraag")})
        assert "/thanks/" in visitor.url, (path, visitor.errors())
    visitor.get("/withdraw/")
    visitor.send({**asked, "order": "W-1", "goods": person.word("Spullen")})
    visitor.send({})
    story.look(person)
    visitor.get("/newsletter/")
    visitor.send({"email": person.email, "yes": "on"})
    visitor.get(story.link("/newsletter/"))
    visitor.send({})
    story.look(person)
    _forgets_the_password(story, person, person.email)


def _forgets_the_password(story: Story, person: Person, email: str) -> None:
    """Ask for a link and do not use it."""
    other = Visitor(story.site.url)
    other.get("/account/forgotten/")
    other.send({"email": email})
    story.link("/account/new-password/")
    story.look(person)


def _gets_a_package(story: Story, account: Any, visitor: Visitor) -> None:
    """Put a package of several parts in the shop, and let it be picked up."""
    from klantkluis.shop.pick_ups import put_in_the_shop

    for _time in range(2):
        put_in_the_shop(
            uid=uuid4(), uids=[account.customer.uid], contents=iter([os.urandom(PACKAGE)]),
            actor=story.office.actor, now=moment(), random=os.urandom,
        )  # fmt: skip
    assert not _round()
    visitor.get("/account/")
    form = next(f for f in visitor.page.xpath("//main//form") if "/package/" in f.get("action"))
    got = visitor.send({}, form.get("action"))
    assert len(got.content) == PACKAGE


def _is_changed(story: Story, person: Person, customer_id: int, visitor: Visitor) -> None:
    """Let the office change an address, and see it in the account after the next knock."""
    from klantkluis.customers.commands import change_customer
    from klantkluis.customers.models import Customer

    town = person.word("Verhuisdorp")
    row = Customer.objects.get(pk=customer_id)
    change_customer(
        customer_id=row.pk, rev=row.rev, fields={"town": town}, language=row.language,
        payment_term_days=row.payment_term_days, actor=story.office.actor,
    )  # fmt: skip
    _shows(story)
    visitor.get("/account/")
    assert town in visitor.page.text_content(), visitor.page.text_content()
    story.look(person)


def _shows(story: Story) -> None:
    """Bring what changed of customers to their accounts, as the clock of the office does."""
    from klantkluis.shop.showing import accounts_to_show, show_accounts

    ids = list(accounts_to_show().values_list("pk", flat=True))
    assert show_accounts(account_ids=ids, actor=story.office.actor) == len(ids) > 0
    assert not accounts_to_show().exists()
    assert not _round()


def _changes(story: Story, person: Person, visitor: Visitor) -> None:
    """Move house, choose another password and another address, and log in elsewhere."""
    visitor.get("/account/change/")
    visitor.send({**person.who, "street": person.word("Nieuwelaan"), "house_number": "3"})
    story.look(person)
    visitor.get("/account/password/")
    visitor.send({"password": PASSWORD, "new_password": NEW_PASSWORD})
    story.look(person)
    other = Visitor(story.site.url)
    other.get("/account/log-in/")
    other.send({"email": person.email, "password": NEW_PASSWORD})
    other.get("/account/email/")
    new = f"nieuw.{person.email}"
    other.send({"email": person.email, "password": NEW_PASSWORD, "new_email": new})
    other.get(story.link("/account/email/"))
    other.send({})
    _forgets_the_password(story, person, new)


def _pull(story: Story) -> None:
    """Fetch what waits at the site and take it in, as the office does by itself."""
    from klantkluis.privacy.commands import take_over_post, take_over_withdrawals
    from klantkluis.shop.handing_on import post_to_hand_on
    from klantkluis.shop.running import take_in_all

    assert not _round()
    actor, now = story.office.actor, moment()
    take_in_all(actor, moment)
    for post_id in post_to_hand_on(limit=100):
        take_over_post(post_id=post_id, actor=actor, today=now.date(), now=now)
    take_over_withdrawals(limit=100, actor=actor, now=now)


def _is_billed(story: Story, customer_id: int) -> None:
    """Deliver, bill and book what was ordered, and answer what was asked: no claim is left."""
    from klantkluis.billing.commands import draft_invoice, receive_payment, send_invoice
    from klantkluis.billing.models import OpenInvoice, Payment
    from klantkluis.billing.rules import BillFrom
    from klantkluis.sales.commands import deliver
    from klantkluis.sales.models import OpenOrder
    from klantkluis.shop.commands.deciding import handle_post
    from klantkluis.shop.models import ShopPost

    actor, today = story.office.actor, moment().date()
    for post in ShopPost.objects.filter(handled_at=None):
        handle_post(post_id=post.pk, actor=actor, now=moment())
    for order in OpenOrder.objects.filter(order__customer=customer_id):
        deliver(order_id=order.order_id, actor=actor, delivered_on=today)
        invoice = draft_invoice(
            order_id=order.order_id, what=BillFrom.DELIVERIES, actor=actor, today=today
        )
        send_invoice(invoice_id=invoice, actor=actor, today=today)
        due = OpenInvoice.objects.filter(pk=invoice).values_list("open_cents", flat=True).first()
        if due:
            receive_payment(
                invoice_id=invoice, amount_cents=due, received_on=today, actor=actor,
                method=Payment.Method.BANK, note="",
            )  # fmt: skip


def _forget(story: Story, customer: UUID, mishap: str) -> str:
    """Plan, sign and carry out, with a mishap; give how it ended at the office."""
    from klantkluis.customers.models import Customer
    from klantkluis.privacy.erasing.sweeping import finish_due
    from klantkluis.shop.models import AccountToForget
    from support.scenarios.killed_erasure import _signed, _until

    plan_id = _signed(story.office, customer)
    if mishap == "office":
        process = forked(_until, plan_id, "rows")
        process.join()
        assert process.exitcode == -signal.SIGKILL
    finish_due(moment(), story.office.vault.upkeep())
    assert AccountToForget.objects.count() == 1
    _hears(story, mishap)
    until = time.monotonic() + 60
    while AccountToForget.objects.exists() or _round():
        assert time.monotonic() < until, "the site never heard of it"
        _round()
    return str(Customer.objects.get(uid=customer).state)


def _hears(story: Story, mishap: str) -> None:
    """Do the round in which the site is told to forget, and let it go wrong."""
    process = forked(killing_round, story.site.pid, mishap, Verb.PROFILES)
    process.join()
    if mishap.startswith("site"):
        story.site.kill()
        story.site.start()


def killing_round(site_pid: int, mishap: str, at: Verb) -> None:
    """Do a round; kill the site before, while or after it is asked something, and die then."""
    from klantkluis.shop.linking.asking import Conversation

    asks: Callable[..., Any] = Conversation.ask

    def ask(self: Conversation, verb: Verb, question: Any = None) -> Any:
        if verb is not at:
            return asks(self, verb, question)
        if mishap == "site_before":
            os.killpg(site_pid, signal.SIGKILL)
        if mishap == "site_meanwhile":
            threading.Timer(0.004, os.killpg, (site_pid, signal.SIGKILL)).start()
        try:
            asks(self, verb, question)
            os.killpg(site_pid, signal.SIGKILL) if mishap == "site_after" else None
        finally:
            os.kill(os.getpid(), signal.SIGKILL)

    Conversation.ask = ask  # type: ignore[method-assign]
    _round()


if __name__ == "__main__":
    tell(scenario)
