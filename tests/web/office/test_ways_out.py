"""Every way out of the house, for who was erased in part: each is shut, or says why it is open.

Files, mails, background work and commands; the pages are in `test_kept_for_the_law.py`.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from klantkluis.billing.e_invoice_rows import EInvoice
from klantkluis.billing.models import CreditNote, Invoice
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.customers.blocking import CustomerRestricted
from klantkluis.customers.commands import permit_use
from klantkluis.customers.models import Customer
from klantkluis.customers.recognising import known_customers
from klantkluis.customers.restriction_rules import Permission, Use
from klantkluis.customers.stored import CUSTOMER
from klantkluis.disclosures.models import DisclosedSubject, Disclosure
from klantkluis.disclosures.rules import What
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.jobs import Run
from klantkluis.foundation.mail import commands as mail_commands
from klantkluis.foundation.mail import sending
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import Job, OpenMail
from klantkluis.office.cli import books, housekeeping, proving, retention
from klantkluis.office.jobs.kinds import KINDS
from klantkluis.office.jobs.worker import run_job
from klantkluis.office.lock.keeping_back import NOBODY, KeepingBack
from klantkluis.office.mail.documents import DOCUMENTS
from klantkluis.privacy.breach_rules import Hit
from klantkluis.privacy.breaches.commands import (
    HitBy,
    NewBreach,
    add_hit,
    register_breach,
    write_breach_letter,
)
from klantkluis.privacy.models import BreachTold
from klantkluis.sales.models import Delivery, Order, Quote
from klantkluis.shop.models import SiteAccount
from klantkluis.vault.purposes import Purpose
from rooms.story import a_customer, a_line, a_product, a_sent_invoice
from web.office.kept import WORDS
from web.office.shop import text_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OURS = {"recipient": "internal", "why": "work", "file": "csv"}
ANOTHER = {
    "first_name": "Piet", "surname": "Bakker", "street": "Lange Weg", "house_number": "3",
    "postcode": "3511 AA", "town": "Utrecht", "email": "piet@example.nl", "phone": "",
}  # fmt: skip


@pytest.fixture
def piet(els, owner) -> int:
    """Somebody else who bought something, so that no file is empty."""
    customer_id = a_customer(owner, **ANOTHER)
    a_sent_invoice(owner, [a_line(a_product(owner, "BANK"))], customer_id=customer_id)
    return customer_id


def uid_of(customer_id: int) -> UUID:
    return Customer.objects.get(pk=customer_id).uid


def views(patterns: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    """Give every view of the office by its name."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from views(each.url_patterns, each.namespace or space)
        elif isinstance(each, URLPattern):
            yield f"{space}:{each.name}".lstrip(":"), each.callback


def handing_over() -> set[str]:
    """Give the views that hand a file of people over: they are told to whom."""
    return {
        name
        for name, view in views(get_resolver().url_patterns)
        if "to" in inspect.signature(inspect.unwrap(view)).parameters
    }


OF_ONE = {"billing:export-payments", "billing:export-statement"}
"""Files about one customer alone: refused, for nothing would be left in them."""
OF_NOBODY = {"disclosures:export"}
"""Says what left, and names nobody."""
BY_LAW = {"breaches:papers"}
"""Who is hit by a breach has to be told, also who was erased in part (GDPR art. 34)."""
OF_MANY = {
    "billing:export": {},
    "billing:papers": {"pick": Invoice},
    "sales:export-orders": {},
    "sales:export-quotes": {},
    "sales:export-returns": {},
    "sales:export-deliveries": {},
    "sales:delivery-papers": {"pick": Delivery},
}
"""Files about many customers, with what has to be picked for them."""


def posted(client: Client, name: str, more: Mapping[str, Any], *args: Any) -> Any:
    return client.post(reverse(name, args=args), OURS | dict(more))


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def said_in(body: bytes) -> list[str]:
    return [word for word in WORDS if word in body.decode("utf-8", errors="replace")]


def test_each_file_of_people_is_looked_at_here():
    """The file of customers has its own step before the door, with the vault password."""
    assert handing_over() == {*OF_ONE, *OF_NOBODY, *BY_LAW, *OF_MANY}


@pytest.mark.parametrize("name", OF_MANY)
def test_a_file_about_many_is_without_them_and_without_a_trace_of_them(els, piet, as_owner, name):
    more = {key: [row.pk for row in model.objects.all()] for key, model in OF_MANY[name].items()}
    answer = posted(as_owner, name, more)
    assert answer.status_code == 200
    assert said_in(body_of(answer)) == []
    noted = Disclosure.objects.get()
    named = set(DisclosedSubject.objects.values_list("subject", flat=True))
    assert uid_of(els) not in named
    # Of her quotes and returns nothing is left, so nobody is left out of those.
    assert noted.left_out == (0 if name in {"sales:export-quotes", "sales:export-returns"} else 1)


@pytest.mark.parametrize("name", sorted(OF_ONE))
def test_a_file_about_them_alone_is_refused(els, as_owner, name):
    assert posted(as_owner, name, {}, els).status_code == 409
    assert not Disclosure.objects.exists()


def test_the_file_of_customers_is_without_them(els, piet, as_owner):
    asked = OURS | {"vault_password": "x", "terms": ""}
    shown = as_owner.post(reverse("customers:export"), asked).content
    assert said_in(shown) == []


def test_the_log_of_what_left_names_nobody(els, piet, as_owner):
    posted(as_owner, "billing:export", {})
    assert said_in(body_of(posted(as_owner, "disclosures:export", {}))) == []


@pytest.mark.parametrize("name", ["ledger:export", "ledger:export-entries"])
@pytest.mark.parametrize("roles", [(Role.FISCAL,), (Role.BOOKKEEPER,)], ids=["fiscal", "books"])
def test_the_books_go_out_without_a_name(els, browser_of, name, roles):
    answer = browser_of(*roles, unlocked=True).get(reverse(name), {"file": "csv"})
    body = body_of(answer)
    assert answer.status_code == 200
    assert b"2026-0001" in body or name == "ledger:export"
    assert said_in(body) == []


SAYS = {
    What.CUSTOMERS: "left out", What.ORDERS: "left out", What.DELIVERIES: "left out",
    What.QUOTES: "left out", What.RETURNS: "left out", What.INVOICES: "left out",
    What.DELIVERY_PAPERS: "left out", What.INVOICE_PAPERS: "left out",
    What.PAYMENTS: "refused", What.STATEMENT: "refused", What.LABELS: "refused",
    What.E_INVOICE: "refused", What.VAT_NUMBER: "refused",
    What.BREACH_LETTERS: "after a typed reason, and noted: GDPR art. 34",
    What.ACCESS_PACKAGE: "to the person alone: GDPR art. 15",
    What.DISCLOSURES: "names nobody",
    What.AUDIT_PACK: "made by nothing yet; from the fiscal archive each paper has its reason",
}  # fmt: skip
"""What becomes of them in all that can leave. A new kind of file has to say it too."""


def test_all_that_can_leave_says_what_becomes_of_them():
    assert SAYS.keys() == set(What)


def test_labels_are_refused(els, as_owner):
    ids = [row.pk for row in Delivery.objects.all()]
    answer = as_owner.post(reverse("sales:labels"), {"pick": ids, "form": "100x150"})
    assert answer["Content-Type"].startswith("text/html")
    assert said_in(answer.content) == []


ABOUT = {
    MailKind.INVOICE: Invoice, MailKind.CREDIT_NOTE: CreditNote, MailKind.QUOTE: Quote,
    MailKind.E_INVOICE: EInvoice, MailKind.ORDER: Order, MailKind.DELIVERY_NOTE: Delivery,
    MailKind.STATEMENT: Customer, MailKind.ACCOUNT: SiteAccount,
}  # fmt: skip


@pytest.mark.parametrize("kind", ABOUT)
def test_no_mail_is_written_to_them_also_not_one_that_waited(els, owner, kind):
    for pk in ABOUT[kind].objects.values_list("pk", flat=True):
        with pytest.raises(Refusal):
            DOCUMENTS[kind].prepare(pk, owner, NOON)


def test_a_letter_that_answers_them_goes_all_the_same():
    """It is about their own request, and lies under the key of that request."""
    assert {kind for kind in DOCUMENTS if kind not in ABOUT} == {MailKind.REQUEST}


def run(kind: str, about: dict[str, Any], actor: Any) -> list[str]:
    """Do a job with everything open to it; give the codes of what was left out."""
    job = Job.objects.create(
        uid=uuid4(), kind=kind, about=about, total=9, staff_id=actor.staff_id, created_at=NOON
    )
    vault = KeepingBack(actor.vault, NOBODY, reading=False)
    KINDS[kind].work(Run(job, replace(actor, vault=vault), timezone.now, timezone.localdate()))
    return sorted({code for _pk, code in job.problems})


def test_no_work_behind_the_pages_reads_them_whoever_typed_why(els, as_owner, owner):
    permit_use(
        customer_id=els, use=Use.LOOK, permission=Permission.LAW, reason="Boekenonderzoek",
        actor=owner, at=timezone.now(),
    )  # fmt: skip
    rows = [CUSTOMER.sealed(Customer.objects.get(pk=els))]
    for purpose in (Purpose.SERVICE_MAIL, Purpose.INVOICE, Purpose.SHIP, Purpose.FILE):
        with pytest.raises(CustomerRestricted):
            KeepingBack(owner.vault, NOBODY, reading=False).open(purpose, rows)
    assert KeepingBack(owner.vault, owner.staff_id, reading=True).open(Purpose.FILE, rows) != [{}]


def test_a_job_gets_its_lease_through_what_keeps_back(els, as_owner, owner, monkeypatch):
    seen = []
    monkeypatch.setitem(KINDS, "intake.show", replace(
        KINDS["intake.show"], work=lambda each: seen.append(each.actor.vault), lease=None
    ))  # fmt: skip
    job = Job.objects.create(
        uid=uuid4(), kind="intake.show", about={}, total=1, created_at=NOON,
        staff_id=as_owner.staff.uid,
    )  # fmt: skip
    run_job.func(str(job.uid))
    assert [type(each) for each in seen] == [KeepingBack]


def test_no_invoice_goes_out_and_none_is_made_for_them(els, owner):
    drafts = list(Invoice.objects.filter(number=None).values_list("pk", flat=True))
    before = Invoice.objects.count()
    run("invoices.send", {"invoice_ids": drafts}, owner)
    until = timezone.localdate().toordinal()
    run("invoices.collect", {"customer_ids": [els], "until": [until]}, owner)
    assert Invoice.objects.count() == before
    assert not OpenMail.objects.exists()


def test_no_vat_number_of_theirs_is_asked_after(els, owner):
    run("vat_numbers.check", {"customer_ids": [els]}, owner)
    assert not Disclosure.objects.exists()


def test_a_mail_that_waited_is_not_sent(els, owner, monkeypatch):
    monkeypatch.setattr(mail_commands, "mail_is_on", lambda: True)
    monkeypatch.setattr(sending, "open_server", lambda *_args: (None, None))
    invoice = Invoice.objects.filter(number__isnull=False).order_by("pk")[0]
    mail_id = mail_commands.queue_mail(
        kind=MailKind.INVOICE, about_id=invoice.pk, customer_uid=uid_of(els), language="nl",
        actor=owner, at=NOON,
    )  # fmt: skip
    (left_out,) = run("mail.send", {"mail_ids": [mail_id]}, owner)
    assert left_out in {"ForTheBooksOnly", "CustomerRestricted"}


def test_nothing_is_brought_to_an_account_of_theirs(els, owner):
    assert not SiteAccount.objects.exists(), "the account went with the rest"


EVERY_JOB = {
    "invoices.send", "invoices.collect", "vat_numbers.check", "vat_numbers.night",
    "mail.send", "mail.send_notes", "mail.again", "mail.notes_again", "intake.confirm",
    "e_invoices.deliver", "customers.import", "intake.take_in", "intake.show", "intake.endings",
}  # fmt: skip
"""Jobs that could read a customer; each reads through what keeps back, and most are tried here."""
OF_NO_CUSTOMER = {
    "customers.read", "customers.preview", "products.read", "products.preview", "products.import",
    "mail.box", "e_invoices.ask", "proofs.run", "retention.look",
}  # fmt: skip
FOR_THEM = {"mail.send_letters", "mail.letters_again"}
"""Letters about their own request."""


def test_each_kind_of_job_is_thought_of():
    assert KINDS.keys() == EVERY_JOB | OF_NO_CUSTOMER | FOR_THEM


def test_a_new_customer_with_their_address_is_linked_to_nobody(els, owner, as_owner):
    typed = {"first_name": "Els", "surname": "Jansen", "email": "els@example.nl",
             "postcode": "1234 AB", "phone": "201234567"}  # fmt: skip
    shown = as_owner.post(reverse("customers:duplicates"), typed).content.decode()
    assert "Customer 1" not in shown
    assert reverse("customers:customer", args=[els]) not in shown
    assert known_customers(owner.vault, [uid_of(els)]) == {}


@pytest.mark.parametrize("name", ["books", "retention", "housekeeping", "prove"])
def test_no_command_says_anything_of_them(els, owner, monkeypatch, capsys, name):
    for module in (books, retention, housekeeping, proving):
        monkeypatch.setattr(module, "prepare", lambda: None)
    {
        "books": books.run_books,
        "retention": lambda: retention.run_retention(dry_run=True),
        "housekeeping": housekeeping.run_housekeeping,
        "prove": lambda: proving.run_prove(as_json=True),
    }[name]()
    said = capsys.readouterr()
    assert said.out or name == "books"
    assert said_in((said.out + said.err).encode()) == []


def a_breach(owner: Actor, *customers: int) -> int:
    """Register a breach that hits these customers, with its letter."""
    breach = NewBreach(what="Laptop kwijt", known_at=NOON, confidentiality=True)
    pk = register_breach(breach=breach, actor=owner, at=NOON)
    hit = [uid_of(each) for each in customers]
    add_hit(breach_id=pk, by=HitBy(Hit.CHOSEN), subjects=hit, actor=owner, at=NOON)
    write_breach_letter(
        breach_id=pk, language="nl", subject="Een datalek", text="Er is iets.", actor=owner, at=NOON
    )
    return pk


def papers_in(answer: Any) -> str:
    """Give the words of all papers of a ZIP file."""
    with ZipFile(BytesIO(body_of(answer))) as found:
        pages = [PdfReader(BytesIO(found.read(name))).pages for name in found.namelist()]
    return " ".join(page.extract_text() for each in pages for page in each)


def test_who_is_hit_by_a_breach_is_told_once_somebody_typed_why(els, piet, owner, as_owner):
    pk = a_breach(owner, els, piet)
    page = reverse("breaches:breach", args=[pk])
    assert "The law alone keeps what is left of 1 of these people" in text_of(as_owner.get(page))
    others = papers_in(posted(as_owner, "breaches:papers", {}, pk))
    assert "Bakker" in others
    assert "Jansen" not in others
    as_owner.post(reverse("breaches:told", args=[pk]), {"how": "letter"})
    assert list(BreachTold.objects.values_list("subject", flat=True)) == [uid_of(piet)]
    permit_use(
        customer_id=els, use=Use.LOOK, permission=Permission.LAW, reason="AVG art. 34",
        actor=replace(owner, staff_id=as_owner.staff.uid), at=timezone.now(),
    )  # fmt: skip
    assert "Jansen" in papers_in(posted(as_owner, "breaches:papers", {}, pk))
    last = Disclosure.objects.latest("pk")
    told = DisclosedSubject.objects.filter(disclosure=last).values_list("subject", flat=True)
    assert list(told) == [uid_of(els)]


def test_the_owner_at_the_desk_hears_whose_card_it_may_be_and_nothing_else(
    els, as_owner, browser_of
):
    url, card = reverse("privacy:new-request"), reverse("customers:customer", args=[els])
    shown = as_owner.post(url, {"customer_terms": "Jansen"}).content.decode()
    assert "who was erased as far as could be may be meant" in shown
    assert f'href="{card}"' in shown
    assert said_in(shown.replace("Jansen", "").encode()) == []
    sales = browser_of(Role.SALES, unlocked=True)
    assert card not in sales.post(url, {"customer_terms": "Jansen"}).content.decode()
    assert card not in as_owner.post(url, {"customer_terms": "Bakker"}).content.decode()
