"""Pages of restriction, correction, disclosures, notices and breaches."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from klantkluis.billing.commands import file_paper
from klantkluis.billing.models import Invoice, InvoicePaper
from klantkluis.billing.queries import paper_of
from klantkluis.core.declared import Recipient
from klantkluis.core.roles import Role
from klantkluis.customers.models import Customer, Letter
from klantkluis.customers.restriction_rows import Restriction
from klantkluis.disclosures.commands import disclose
from klantkluis.disclosures.queries import disclosure_rows, notice_rows
from klantkluis.disclosures.rules import Ground, HandOver, What, Why, categories_of
from klantkluis.office.access.models import Staff
from klantkluis.privacy.breaches.queries import breach_card, breach_rows
from rooms.restricting import restricted_now
from rooms.story import a_customer, a_line, a_product, a_sent_invoice, an_order
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")
OURS = {"recipient": "internal", "why": "work"}


@pytest.fixture
def els(owner):
    return a_customer(owner)


def uid_of(customer_id):
    return Customer.objects.get(pk=customer_id).uid


def given_to_post(owner, customer_id, what=What.LABELS):
    return disclose(
        what=what, to=HandOver(Recipient.CARRIER, Ground.CONTRACT, Why.DELIVERY, "PostNL"),
        categories=categories_of(what), subjects=[uid_of(customer_id)], actor=owner,
        at=timezone.now(),
    )  # fmt: skip


OWNERS = ("/privacy/disclosures/", "/privacy/disclosures/export/", "/privacy/breaches/",
          "/privacy/breaches/new/", "/privacy/breaches/register/")  # fmt: skip
SELLERS = ("/privacy/disclosures/notices/", "/customers/{}/restrictions/", "/customers/{}/correct/",
           "/customers/{}/restrictions/new/", "/customers/{}/received/",
           "/customers/{}/corrected/")  # fmt: skip


@pytest.mark.parametrize("path", OWNERS)
def test_the_logs_and_registers_are_for_the_owner(as_owner, browser_of, as_stranger, path):
    assert as_owner.get(path).status_code == 200
    assert browser_of(Role.SALES, unlocked=True).get(path).status_code == 403
    assert as_stranger.get(path)["Location"].startswith("/log-in/")


@pytest.mark.parametrize("path", SELLERS)
def test_rights_of_a_customer_are_for_who_serves_them(as_owner, browser_of, as_stranger, els, path):
    path = path.format(els)
    assert as_owner.get(path).status_code == 200
    assert browser_of(Role.SALES, unlocked=True).get(path).status_code == 200
    assert browser_of(Role.WAREHOUSE, unlocked=True).get(path).status_code == 403
    assert as_stranger.get(path)["Location"].startswith("/log-in/")


def test_a_restriction_is_noted_on_the_card_and_hides_the_data(as_owner, browser_of, els, owner):
    given_to_post(owner, els)
    path = f"/customers/{els}/restrictions/new/"
    said = {"what": "restriction", "cause": "", "reason": "Adres klopt niet."}
    assert "Choose why the use is restricted." in text_of(as_owner.post(path, said))
    as_owner.post(path, {**said, "cause": "accuracy_contested"})
    assert Restriction.objects.get().cause == "accuracy_contested"
    (notice,) = notice_rows(waiting=True, limit=9)
    assert (notice.kind, notice.recipient_name) == ("restriction", "PostNL")
    page = as_owner.get(f"/customers/{els}/")
    assert "These data may be kept and not used." in text_of(page)
    assert "Dorpsstraat" not in page.content.decode()
    assert "els@example.nl" not in page.content.decode()
    refused = as_owner.get(f"/customers/{els}/data/")
    assert refused.status_code == 409
    assert "Say first on the card why you look" in text_of(refused)


def test_a_typed_reason_opens_them_to_the_owner_for_an_hour(as_owner, browser_of, els, owner):
    restricted_now(els, owner)
    path = f"/customers/{els}/use/"
    said = {"use": "look", "permission": "law", "reason": "Vraag van de Belastingdienst."}
    assert browser_of(Role.SALES, unlocked=True).get(path).status_code == 403
    as_owner.post(path, said)
    assert "Dorpsstraat" in as_owner.get(f"/customers/{els}/").content.decode()
    other = browser_of(Role.OWNER, Role.SALES, unlocked=True)
    assert "Dorpsstraat" not in other.get(f"/customers/{els}/").content.decode(), "only to whom"
    fiscal = browser_of(Role.FISCAL, unlocked=True)
    assert "Dorpsstraat" not in fiscal.get(f"/customers/{els}/").content.decode()
    page = fiscal.get(path).content.decode()
    assert 'value="mail"' not in page, "this role only looks"
    fiscal.post(path, said)
    assert "Dorpsstraat" in fiscal.get(f"/customers/{els}/").content.decode()
    log = as_owner.get(f"/customers/{els}/restrictions/").content.decode()
    assert "Vraag van de Belastingdienst." in log


def test_the_card_offers_nothing_that_would_be_refused(as_owner, els, owner):
    path = f"/customers/{els}/"
    links = (f"/quotes/new/?customer={els}", f"/orders/new/?customer={els}", f"{path}letters/new/")
    page = as_owner.get(path).content.decode()
    assert all(link in page for link in links)
    restricted_now(els, owner)
    page = as_owner.get(path).content.decode()
    assert not any(link in page for link in links)
    said = {"use": "order", "permission": "consent", "reason": "Belde zelf om te bestellen."}
    as_owner.post(f"{path}use/", said)
    page = as_owner.get(path).content.decode()
    assert [link for link in links if link in page] == [links[1]], "only what was permitted"


def test_it_is_lifted_after_the_customer_was_told(as_owner, els, owner):
    pk = restricted_now(els, owner)
    begun = as_owner.post(f"/customers/{els}/lifting/", follow=True).content.decode()
    assert "Wij gaan uw gegevens weer gebruiken" in begun
    letter = {"subject": "Beperking", "salutation": "Geachte klant,", "text": "Wij heffen hem op."}
    as_owner.post(f"/customers/{els}/letters/new/", letter)
    assert Letter.objects.count() == 1
    path = f"/customers/{els}/restrictions/{pk}"
    assert as_owner.post(f"{path}/lifted/").status_code == 409
    as_owner.post(f"{path}/told/", {"how": "letter"})
    as_owner.post(f"{path}/lifted/")
    assert not Customer.objects.get(pk=els).restricted
    assert "Dorpsstraat" in as_owner.get(f"/customers/{els}/").content.decode()


def test_a_reason_that_nobody_typed_is_no_trouble(as_owner, els):
    for what in ("restriction", "direct_marketing"):
        said = {"what": what, "cause": "claims", "reason": ""}
        assert as_owner.post(f"/customers/{els}/restrictions/new/", said).status_code == 302
    said = {"use": "look", "permission": "law", "reason": "Controle."}
    as_owner.post(f"/customers/{els}/use/", said)
    page = as_owner.get(f"/customers/{els}/restrictions/")
    assert page.status_code == 200
    assert "Controle." in page.content.decode()


def test_an_objection_warns_on_the_card_and_hides_nothing(as_owner, els):
    said = {"what": "direct_marketing", "cause": "", "reason": ""}
    as_owner.post(f"/customers/{els}/restrictions/new/", said)
    page = as_owner.get(f"/customers/{els}/")
    assert "This customer objected" in text_of(page)
    assert "Dorpsstraat" in page.content.decode()


def test_a_correction_holds_from_now_on_and_leaves_what_was_issued(as_owner, owner, els):
    a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=els)
    invoice = Invoice.objects.get().pk
    file_paper(invoice_id=invoice, actor=owner, made_at=timezone.now())
    before = (
        paper_of(invoice_id=invoice, vault=owner.vault),
        bytes(InvoicePaper.objects.get().sealed),
    )
    given_to_post(owner, els)
    form = as_owner.get(f"/customers/{els}/correct/").context["form"]
    typed = {**{k: v for k, v in form.initial.items() if v is not None}, "house_number": "14"}
    answer = as_owner.post(f"/customers/{els}/correct/", typed, follow=True)
    page = text_of(answer)
    assert "House number" in page
    assert "PostNL" in page
    after = (
        paper_of(invoice_id=invoice, vault=owner.vault),
        bytes(InvoicePaper.objects.get().sealed),
    )
    assert after == before, "byte for byte"
    letter = as_owner.get(f"/customers/{els}/letters/new/?about=correction").content.decode()
    assert "Uw gegevens zijn verbeterd" in letter, "in the language of the customer"
    (row,) = notice_rows(waiting=True, limit=9)
    path = f"/privacy/disclosures/notices/{row.id}/"
    words = text_of(as_owner.get(path))
    assert "Correction of personal data" in words
    assert "House number: 14" in words
    paper = as_owner.get(f"{path}letter/")
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    assert "PostNL" in text
    assert "no-store" in paper["Cache-Control"]
    as_owner.post(path, {"how": "mailed"})
    assert notice_rows(waiting=True, limit=9) == []
    assert "Nobody has to be told" in text_of(as_owner.get("/privacy/disclosures/notices/"))
    done = as_owner.get("/privacy/disclosures/notices/?state=all")
    assert "Told by e-mail" in text_of(done)


def test_somebody_elses_change_meanwhile_is_shown_first(as_owner, els):
    form = as_owner.get(f"/customers/{els}/correct/").context["form"]
    typed = {k: v for k, v in form.initial.items() if v is not None}
    assert as_owner.post(f"/customers/{els}/correct/", {**typed, "rev": 9}).status_code == 409


def test_the_log_shows_who_received_what_and_goes_out_itself(
    as_owner, owner, els, django_assert_max_num_queries
):
    pk = given_to_post(owner, els)
    for _ in range(5):
        given_to_post(owner, els, What.CUSTOMERS)
    with django_assert_max_num_queries(20):
        page = text_of(as_owner.get("/privacy/disclosures/"))
    assert "PostNL" in page
    assert "Customers" in text_of(as_owner.get("/privacy/disclosures/?what=customers"))
    assert "Nothing found" in text_of(as_owner.get("/privacy/disclosures/?who=court"))
    one = text_of(as_owner.get(f"/privacy/disclosures/{pk}/"))
    assert "Els van der Jansen" in one
    assert as_owner.get("/privacy/disclosures/0/").status_code == 404
    mine = text_of(as_owner.get(f"/customers/{els}/received/"))
    assert "PostNL" in mine
    file = as_owner.post("/privacy/disclosures/export/", {"file": "csv", **OURS})
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert len(lines) == 8, "the head, six, and this file itself"
    assert "Jansen" not in "".join(lines)


def test_the_log_names_who_is_gone_by_nothing(as_locked_owner, owner, els):
    pk = given_to_post(owner, els)
    page = as_locked_owner.get(f"/privacy/disclosures/{pk}/").content.decode()
    assert "Jansen" not in page


def a_breach(as_owner, **more):
    typed = {
        "what": "Laptop gestolen.", "kinds": ["confidentiality"],
        "known_at": (timezone.localtime() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "categories": ["dpv-pd:Name"], **more,
    }  # fmt: skip
    return as_owner.post("/privacy/breaches/new/", typed)


def test_a_breach_from_its_first_hour_to_its_end(as_owner, owner, els):
    made = a_breach(as_owner)
    path = made["Location"]
    assert "69 hours left" in text_of(as_owner.get(path)) or "70 hours" in text_of(
        as_owner.get(path)
    )
    assert "hours are left to decide about a breach" in text_of(as_owner.get("/"))
    number = Customer.objects.get(pk=els).number
    as_owner.post(f"{path}people/", {"how": "chosen", "numbers": f"{number}"})
    wrong = as_owner.post(f"{path}people/", {"how": "chosen", "numbers": "98765"})
    assert "no customer with one of these numbers" in text_of(wrong)
    as_owner.post(f"{path}decision/", {"risk": "high", "reason": "Niet versleuteld."})
    as_owner.post(f"{path}notes/", {"about": "measures", "text": "Op afstand gewist."})
    assert as_owner.post(f"{path}closed/").status_code == 409
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    as_owner.post(f"{path}report/", {"kind": "first", "reported_at": now, "number": "AP-77"})
    draft = as_owner.get(f"{path}letter/?language=nl").content.decode()
    assert "Wat u kunt doen" in draft
    assert "What you can do" in as_owner.get(f"{path}letter/?language=en").content.decode()
    words = {"language": "nl", "subject": "Er ging iets mis", "text": "Een laptop is gestolen."}
    as_owner.post(f"{path}letter/", words)
    assert "Who gets the file?" in as_owner.post(f"{path}letters.zip").content.decode()
    zipped = as_owner.post(f"{path}letters.zip", OURS)
    assert zipped.content[:2] == b"PK"
    assert disclosure_rows(limit=1)[0].what == "breach_letters"
    as_owner.post(f"{path}told/", {"how": "letter"})
    as_owner.post(f"{path}closed/")
    (row,) = breach_rows(now=timezone.now(), vault=owner.vault)
    assert row.clock.state == "closed"
    page = text_of(as_owner.get("/privacy/breaches/register/"))
    for said in ("Laptop gestolen.", "AP-77", "Niet versleuteld.", "Op afstand gewist."):
        assert said in page


def test_the_register_takes_the_same_few_questions_however_long_it_is(
    as_owner, django_assert_max_num_queries
):
    for _ in range(6):
        path = a_breach(as_owner)["Location"]
        as_owner.post(f"{path}notes/", {"about": "measures", "text": "Gewist."})
    with django_assert_max_num_queries(24):
        assert as_owner.get("/privacy/breaches/register/").status_code == 200
    with django_assert_max_num_queries(24):
        assert as_owner.get("/privacy/breaches/").status_code == 200


def test_who_is_hit_comes_from_the_logs(as_owner, owner, els, in_process_vault):
    path = a_breach(as_owner)["Location"]
    other = a_customer(owner, surname="Bakker")
    pk = given_to_post(owner, other)
    as_owner.get(f"/customers/{els}/")
    staff = Staff.objects.get(username="owner")
    span = [timezone.localtime() + timedelta(hours=n) for n in (-1, 1)]
    first, last = (each.strftime("%Y-%m-%dT%H:%M") for each in span)
    unclear = as_owner.post(f"{path}people/", {"how": "staff"})
    assert "Choose whose account" in text_of(unclear)
    sent = {"how": "staff", "whose": str(staff.uid), "first_at": first, "last_at": last}
    as_owner.post(f"{path}people/", sent)
    as_owner.post(f"{path}people/", {"how": "disclosure", "disclosure": pk})
    breach_id = int(path.split("/")[-2])
    card = breach_card(breach_id=breach_id, now=timezone.now(), vault=owner.vault)
    assert [each.how for each in card.hits] == ["staff", "disclosure"]
    assert card.row.people == 2
    as_owner.post(f"{path}people/", {"how": "everyone"})
    again = breach_card(breach_id=breach_id, now=timezone.now(), vault=owner.vault)
    assert again.row.people >= 2


def test_a_locked_vault_shows_the_clock_and_no_words(as_owner, browser_of):
    path = a_breach(as_owner)["Location"]
    as_locked_owner = browser_of(Role.OWNER, Role.SALES)
    page = as_locked_owner.get(path).content.decode()
    assert "hours left" in page
    assert "Laptop" not in page
    for page_of in ("notes/", "decision/", "report/", "letter/", "people/"):
        assert as_locked_owner.get(path + page_of).status_code == 409
    assert as_locked_owner.get("/privacy/breaches/register/").status_code == 409
    assert as_locked_owner.get("/privacy/breaches/0/").status_code == 404


def test_an_order_of_who_is_restricted_is_on_hold_on_the_first_screen(as_owner, owner, els):
    pk = an_order(owner, [a_line(a_product(owner))], customer_id=els)
    restricted_now(els, owner)
    assert "This order is on hold." in text_of(as_owner.get(f"/orders/{pk}/"))
    assert "is on hold" in text_of(as_owner.get("/"))


def test_a_letter_about_a_breach_with_an_open_place_is_doubted(as_owner):
    path = a_breach(as_owner)["Location"] + "letter/?language=nl"
    draft = as_owner.get(path).context["form"].initial
    doubt = as_owner.post(path, draft)
    assert "A place between square brackets is not filled in yet." in text_of(doubt)
    said = draft | {"text": re.sub(r"\[[^\]]+\]", "uw naam en adres", draft["text"])}
    assert as_owner.post(path, said).status_code == 302


SOUGHT = (
    ("/customers/", {"q": "Jansen"}),
    ("/search/", {"terms": "Jansen"}),
    ("/privacy/requests/new/", {"customer_terms": "Jansen"}),
)


def test_who_is_restricted_is_recognised_in_lists_and_search_by_name_and_mark(
    as_owner, browser_of, owner, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
        els = a_customer(owner)
    for url, sent in SOUGHT:
        assert "Restricted" not in text_of(as_owner.post(url, sent)), url
    restricted_now(els, owner)
    for url, sent in SOUGHT:
        shown = text_of(as_owner.post(url, sent))
        assert "Jansen" in shown, url
        assert "Restricted" in shown, url
    assert "Restricted" in text_of(browser_of(Role.SALES).get("/customers/"))
