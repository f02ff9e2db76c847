"""A file of people leaves only after it was said who gets it, and is noted byte for byte."""

from hashlib import sha256

import pytest
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.customers.commands import object_to, permit_use
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Against, Permission, Use
from klantkluis.disclosures.queries import disclosure_rows, disclosures_of, subjects_of
from rooms.restricting import restricted_now
from rooms.story import a_customer, a_line, a_product, a_sent_invoice, an_order
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")

OURS = {"recipient": "internal", "why": "work"}
LISTS = (
    "/orders/export/", "/deliveries/export/", "/quotes/export/", "/returns/export/",
    "/invoices/export/",
)  # fmt: skip


def uid_of(customer_id: int):
    return Customer.objects.get(pk=customer_id).uid


def taken(answer) -> bytes:
    return b"".join(answer.streaming_content)


def hung_up(answer) -> None:
    """Do what the server does when the browser is gone, but for closing the database."""
    for close in answer._resource_closers:
        close()


@pytest.fixture
def els(owner):
    customer = a_customer(owner)
    a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=customer)
    return customer


@pytest.mark.parametrize("path", LISTS)
def test_each_list_asks_first_who_gets_it(as_owner, els, path):
    answer = as_owner.post(path, {"file": "csv", "terms": "ansen", "sort": "-number"})
    page = answer.content.decode()
    assert "Who gets the file?" in page
    assert 'name="terms" value="ansen"' in page, "what was searched is carried along"
    assert disclosure_rows(limit=1) == []
    file = as_owner.post(path, {"file": "csv", **OURS})
    assert file["Content-Type"].startswith("text/csv")


def test_the_file_is_noted_before_it_leaves_and_its_digest_after(as_owner, els):
    answer = as_owner.post("/orders/export/", {"file": "csv", **OURS})
    (row,) = disclosure_rows(limit=2)
    assert (row.what, row.recipient, row.outcome) == ("orders", "internal", ""), "not a byte yet"
    file = taken(answer)
    (row,) = disclosure_rows(limit=2)
    assert row.sha256 == sha256(file).hexdigest()
    assert (row.outcome, row.size, row.rows) == ("whole", len(file), 1)
    assert subjects_of(disclosure_id=row.id, limit=5) == [uid_of(els)]


def test_a_download_that_breaks_off_is_noted_as_such(as_owner, els):
    answer = as_owner.post("/orders/export/", {"file": "xlsx", **OURS})
    next(answer.streaming_content)
    hung_up(answer)
    assert disclosure_rows(limit=1)[0].outcome == "broken"
    never = as_owner.post("/orders/export/", {"file": "xlsx", **OURS})
    hung_up(never)
    assert disclosure_rows(limit=1)[0].outcome == "", "it never began"


def test_who_it_goes_to_is_named_and_remembered(as_owner, els):
    given = {"file": "csv", "recipient": "accountant", "why": "bookkeeping", "ground": ""}
    page = as_owner.post("/invoices/export/", given).content.decode()
    assert "Write which organisation gets it." in page
    taken(as_owner.post("/invoices/export/", {**given, "name": "Cijfers &amp; Zo"}))
    (row,) = disclosures_of(subject_uids=[uid_of(els)])
    assert (row.recipient_name, row.ground, row.why) == (
        "Cijfers &amp; Zo", "gdpr_28", "bookkeeping",
    )  # fmt: skip
    again = as_owner.post("/invoices/export/", {"file": "csv"}).content.decode()
    assert '<option value="accountant" selected>' in again
    other = as_owner.post("/orders/export/", {"file": "csv"}).content.decode()
    assert '<option value="internal" selected>' in other, "of another list something else"


def test_a_ground_that_does_not_fit_is_refused(as_owner, els):
    wrong = {"recipient": "carrier", "name": "PostNL", "why": "delivery", "ground": "awr_52_53"}
    page = as_owner.post("/orders/export/", {"file": "csv", **wrong}).content.decode()
    assert "cannot be given personal data on this ground" in page
    assert disclosure_rows(limit=1) == []


def test_without_names_the_log_says_that_there_were_none(browser_of, els):
    taken(browser_of(Role.SALES).post("/orders/export/", {"file": "csv", **OURS}))
    (row,) = disclosure_rows(limit=1)
    assert "dpv-pd:Name" not in row.categories


def test_who_is_restricted_is_named_in_no_file_and_the_file_says_so(as_owner, owner, els):
    other = a_customer(owner, surname="Bakker")
    an_order(owner, [a_line(a_product(owner, sku="TAFEL"))], customer_id=other)
    restricted_now(els, owner)
    file = taken(as_owner.post("/orders/export/", {"file": "csv", **OURS})).decode()
    assert "Jansen" not in file
    assert "Bakker" in file
    assert "1 customer is not named here" in file
    (row,) = disclosure_rows(limit=1)
    assert (row.subjects, row.left_out) == (1, 1)
    permit_use(
        customer_id=els, use=Use.EXPORT, permission=Permission.CLAIMS, reason="Rechtszaak.",
        actor=owner, at=timezone.now(),
    )  # fmt: skip
    again = taken(as_owner.post("/orders/export/", {"file": "csv", **OURS})).decode()
    assert "Jansen" in again


def test_who_objects_to_advertising_is_still_in_the_list_of_invoices(as_owner, owner, els):
    object_to(
        customer_id=els, against=Against.DIRECT_MARKETING, reason="", actor=owner,
        at=timezone.now(),
    )  # fmt: skip
    assert "Jansen" in taken(as_owner.post("/invoices/export/", {"file": "csv", **OURS})).decode()


@pytest.mark.parametrize("what", ["payments", "statement"])
def test_a_file_about_one_customer_is_noted_too(as_owner, owner, els, what):
    path = f"/customers/{els}/{what}/export/"
    assert "Who gets the file?" in as_owner.get(path, {"file": "csv"}).content.decode()
    taken(as_owner.post(path, {"file": "csv", "recipient": "person", "why": "request"}))
    (row,) = disclosures_of(subject_uids=[uid_of(els)])
    assert (row.what, row.recipient, row.ground) == (what, "person", "gdpr_15_20")
    restricted_now(els, owner)
    refused = as_owner.post(path, {"file": "csv", **OURS})
    assert refused.status_code == 409
    assert "may be kept and not used" in text_of(refused)


def test_papers_in_one_file_are_noted_with_their_digest(as_owner, owner, els):
    from klantkluis.billing.models import Invoice

    pick = list(Invoice.objects.values_list("pk", flat=True))
    asked = as_owner.post("/invoices/papers.zip", {"pick": pick})
    assert "Who gets the file?" in asked.content.decode()
    made = as_owner.post("/invoices/papers.zip", {"pick": pick, **OURS})
    (row,) = disclosure_rows(limit=1)
    assert row.sha256 == sha256(made.content).hexdigest()
    assert (row.what, row.subjects) == ("invoice_papers", 1)
    restricted_now(els, owner)
    assert as_owner.post("/invoices/papers.zip", {"pick": pick, **OURS}).status_code == 409


def test_labels_are_noted_for_the_carrier_who_reads_them(as_owner, owner, els):
    from klantkluis.sales.models import Delivery

    pick = list(Delivery.objects.values_list("pk", flat=True))
    sent = {"pick": pick, "form": "100x150", "carrier": "PostNL"}
    made = as_owner.post("/deliveries/labels/", sent)
    (row,) = disclosures_of(subject_uids=[uid_of(els)])
    assert (row.recipient, row.recipient_name, row.rows) == ("carrier", "PostNL", 1)
    assert row.sha256 == sha256(made.content).hexdigest()
    page = as_owner.get(f"/deliveries/labels/?pick={pick[0]}").content.decode()
    assert 'value="PostNL"' in page, "as it was the last time"
    restricted_now(els, owner)
    refused = as_owner.post("/deliveries/labels/", sent)
    assert "print no label" in text_of(refused)
