"""The pages of quotes: written, issued, answered, and made into an order."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import accept_quote, issue_quote, refuse_quote, revise_quote
from klantkluis.sales.models import (
    Order,
    OrderLine,
    Quote,
    QuoteAcceptance,
    QuoteLine,
    QuotePaper,
    QuoteRefusal,
    QuoteVersion,
)
from rooms.quoting import UNTIL, a_quote, a_yes, an_issued_quote, said
from rooms.story import TODAY, a_customer, a_line, a_product
from web.office.shop import order_data, text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")
CHAIR = {"product": "STOEL", "quantity": "2"}
DAYS = {"order-valid_until": "2026-12-20", "order-follow_up_on": "2026-12-01"}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """Let it be the day of the story, and the search index hear of customers at once."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


@pytest.fixture
def customer_id(owner):
    return a_customer(owner)


@pytest.fixture
def chair(owner):
    return a_product(owner)


@pytest.fixture
def draft(owner, chair):
    return a_quote(owner, a_line(chair), a_line(chair, "2"), optional={2})


@pytest.fixture
def issued(owner, chair):
    return an_issued_quote(owner, a_line(chair), a_line(chair, "2"), optional={2})


def yes_data(**more: str) -> dict[str, str]:
    return {
        "name": "Els", "accepted_on": "2026-11-20", "how": "phone", "orders": "on",
        "uid": str(uuid4()), "version": "1", **more,
    }  # fmt: skip


def numbers_of(answer) -> list[str]:
    return re.findall(r'href="/quotes/\d+/">\D*(\d+)</a>', answer.content.decode())


def test_a_quote_is_written_with_days_words_and_options(as_owner, customer_id, chair):
    data = order_data(CHAIR, {**CHAIR, "optional": "on"}, customer=customer_id, **DAYS)
    data |= {"order-introduction": "Dank u.", "order-closing": "Tot ziens."}
    first, second = (as_owner.post("/quotes/new/", data) for _index in range(2))
    quote = Quote.objects.get()
    assert first["Location"] == second["Location"] == f"/quotes/{quote.pk}/"
    version = QuoteVersion.objects.get()
    assert (version.valid_until, str(version.follow_up_on)) == (UNTIL, "2026-12-01")
    assert [line.optional for line in QuoteLine.objects.order_by("position")] == [False, True]
    page = text_of(as_owner.get(f"/quotes/{quote.pk}/"))
    for words in ("Dank u.", "Tot ziens.", "Option", "€758.00", "Not issued", "Els van der Jansen"):
        assert words in page, words
    assert "1,516" not in page


def test_a_new_quote_begins_with_a_month_and_a_question_on_the_way(as_owner, customer_id):
    page = as_owner.get(f"/quotes/new/?customer={customer_id}")
    assert value_of(page, "order-valid_until") == str(TODAY + timedelta(days=30))
    assert value_of(page, "order-follow_up_on") == str(TODAY + timedelta(days=10))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"order-valid_until": "2026-11-19"}, "A quote is valid until the day that it is written"),
        ({"order-follow_up_on": "2026-11-19"}, "Follow up on the day that the quote is written"),
        ({"lines-0-optional": "on"}, "Add at least one line that is not optional."),
        ({"customer": ""}, "Choose a customer for this quote."),
    ],
)
def test_bad_input_is_kept_and_said_in_one_sentence(as_owner, customer_id, chair, wrong, sentence):
    data = order_data(CHAIR, customer=customer_id, **DAYS) | wrong
    answer = as_owner.post("/quotes/new/", data)
    assert text_of(answer).count(sentence) == 1
    assert value_of(answer, "lines-0-quantity") == "2"
    assert not Quote.objects.exists()


def test_what_is_typed_is_added_up_without_what_is_optional(as_owner, customer_id, chair):
    data = order_data(CHAIR, {**CHAIR, "optional": "on"}, customer=customer_id, **DAYS)
    shown = text_of(as_owner.post("/quotes/totals/", data))
    assert "Total €758.00" in shown


def test_a_customer_is_registered_on_the_way_and_the_quote_stays(as_owner, chair):
    person = {"surname": "Visser", "country": "NL", "language": "nl", "payment_term_days": "14"}
    data = order_data(CHAIR, register="1", **DAYS, **person)
    answer = as_owner.post("/quotes/new/", data)
    assert "What you typed is still here." in text_of(answer)
    assert value_of(answer, "lines-0-product") == "STOEL"


def test_a_draft_is_changed_in_place_and_a_colleague_is_not_overwritten(as_owner, draft):
    page = as_owner.get(f"/quotes/{draft}/versions/")
    assert value_of(page, "lines-1-quantity") == "2"
    head = {"order-rev": "1", "order-version": "1", "order-uid": "", **DAYS}
    answer = as_owner.post(f"/quotes/{draft}/versions/", order_data(CHAIR, **head))
    assert answer.status_code == 302
    assert QuoteVersion.objects.get().rev == 2
    late = as_owner.post(
        f"/quotes/{draft}/versions/", order_data({**CHAIR, "quantity": "9"}, **head)
    )
    assert late.status_code == 409
    assert "What a colleague saved in the meantime" in text_of(late)
    assert value_of(late, "order-rev") == "2"
    assert value_of(late, "lines-0-quantity") == "9"


def test_issuing_files_the_paper_and_after_it_a_change_is_a_new_version(as_owner, draft):
    answer = as_owner.post(f"/quotes/{draft}/issue/", {"rev": "1"}, follow=True)
    assert "It no longer changes." in text_of(answer)
    assert QuotePaper.objects.count() == 1
    paper = as_owner.get(f"/quotes/{draft}/versions/1/paper/")
    assert paper.content.startswith(b"%PDF-")
    assert paper["Cache-Control"] == "no-store, private"
    assert 'filename="quote-1-1.pdf"' in paper["Content-Disposition"]
    page = as_owner.get(f"/quotes/{draft}/versions/")
    assert "Version 1 stays as it was issued" in text_of(page)
    head = {"order-version": "1", "order-uid": value_of(page, "order-uid"), **DAYS}
    for _twice in range(2):
        data = order_data(CHAIR, **head)
        assert as_owner.post(f"/quotes/{draft}/versions/", data).status_code == 302
    assert [each.version for each in QuoteVersion.objects.order_by("version")] == [1, 2]
    assert "New version being written" in text_of(as_owner.get(f"/quotes/{draft}/"))


@pytest.mark.parametrize("rev", ["9", "x", ""])
def test_what_was_changed_meanwhile_is_not_issued(as_owner, draft, rev):
    answer = as_owner.post(f"/quotes/{draft}/issue/", {"rev": rev}, follow=True)
    assert "Somebody else changed this in the meantime" in text_of(answer)


def test_a_yes_makes_the_order_at_once_with_the_chosen_options(as_owner, issued):
    page = text_of(as_owner.get(f"/quotes/{issued}/acceptance/"))
    assert "Item STOEL · €758.00" in page
    assert "still holds" not in page
    data = yes_data(options="2")
    first, second = (as_owner.post(f"/quotes/{issued}/acceptance/", data) for _index in range(2))
    order = Order.objects.get()
    assert first["Location"] == second["Location"] == f"/orders/{order.pk}/"
    assert OrderLine.objects.count() == 2
    assert "Quote 1" in text_of(as_owner.get(f"/orders/{order.pk}/"))
    shown = text_of(as_owner.get(f"/quotes/{issued}/"))
    for words in ("Accepted", "by telephone", "Els", "Option, chosen", "Order 1"):
        assert words in shown, words
    assert "Make the order" not in shown


def test_a_yes_can_wait_for_its_order(as_owner, issued):
    answer = as_owner.post(f"/quotes/{issued}/acceptance/", yes_data(orders=""), follow=True)
    assert "Make the order" in text_of(answer)
    assert not Order.objects.exists()
    places = {as_owner.post(f"/quotes/{issued}/order/")["Location"] for _twice in range(2)}
    assert places == {f"/orders/{Order.objects.get().pk}/"}


def test_an_expired_quote_asks_whether_it_holds_though(as_owner, issued, monkeypatch):
    late = UNTIL + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: late)
    assert "Expired" in text_of(as_owner.get(f"/quotes/{issued}/"))
    data = yes_data(accepted_on=str(late))
    answer = as_owner.post(f"/quotes/{issued}/acceptance/", data)
    assert "This quote has expired." in text_of(answer)
    assert value_of(answer, "name") == "Els"
    done = as_owner.post(f"/quotes/{issued}/acceptance/", {**data, "though_expired": "on"})
    assert done.status_code == 302
    assert QuoteAcceptance.objects.count() == 1


def test_a_no_is_noted_with_its_reason_and_nothing_more_can_be_done(as_owner, issued):
    data = {"refused_on": "2026-11-20", "reason": "Te duur"}
    answer = as_owner.post(f"/quotes/{issued}/refusal/", data, follow=True)
    assert "Te duur" in text_of(answer)
    assert f"/quotes/{issued}/acceptance/" not in answer.content.decode()
    again = as_owner.post(f"/quotes/{issued}/refusal/", data)
    assert "has been answered" in text_of(again)
    assert QuoteRefusal.objects.count() == 1


def test_nobody_answers_what_was_not_issued(as_owner, draft):
    for page in ("acceptance", "refusal"):
        assert as_owner.get(f"/quotes/{draft}/{page}/").status_code == 404
    assert as_owner.get(f"/quotes/{draft}/versions/1/paper/").status_code == 404
    assert as_owner.get("/quotes/0/").status_code == 404


def test_a_quote_is_followed_up(as_owner, owner, chair):
    quote_id = an_issued_quote(owner, a_line(chair), follow_up_on=TODAY)
    assert "1 quote is to be followed up." in text_of(as_owner.get("/"))
    data = {"followed_up_on": "2026-11-20", "next_on": "2026-11-20"}
    refused = as_owner.post(f"/quotes/{quote_id}/follow-ups/", data)
    assert "Choose a later day to ask again." in text_of(refused)
    data["next_on"] = "2026-11-25"
    answer = as_owner.post(f"/quotes/{quote_id}/follow-ups/", data, follow=True)
    assert "Followed up" in text_of(answer)
    assert "followed up." not in text_of(as_owner.get("/"))


def test_the_first_screen_says_which_quotes_expired_and_only_to_who_sells(
    as_owner, browser_of, issued, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: UNTIL + timedelta(days=1))
    assert "1 quote expired without an answer." in text_of(as_owner.get("/"))
    assert "quote expired" not in text_of(browser_of(Role.WAREHOUSE).get("/"))


def test_quotes_are_sorted_narrowed_paged_and_given_as_a_file(
    as_owner, owner, customer_id, chair, monkeypatch
):
    for until in (UNTIL, TODAY, UNTIL + timedelta(days=9)):
        a_quote(owner, a_line(chair), customer_id=customer_id, valid_until=until)
    issue_quote(quote_id=Quote.objects.get(number=2).pk, rev=1, actor=owner, issued_on=TODAY)
    for sort, expected in {
        "": ["3", "2", "1"], "number": ["1", "2", "3"], "valid_until": ["2", "1", "3"],
        "-quoted_on": ["3", "2", "1"],
    }.items():  # fmt: skip
        assert numbers_of(as_owner.post("/quotes/", {"sort_by": sort})) == expected
    assert numbers_of(as_owner.get("/quotes/?state=open")) == ["2"]
    assert numbers_of(as_owner.post("/quotes/", {"terms": "3"})) == ["3"]
    assert numbers_of(as_owner.post("/quotes/", {"terms": "jansen"})) == ["3", "2", "1"]
    assert numbers_of(as_owner.post("/quotes/", {"period": "last_month"})) == []
    file = as_owner.post(
        "/quotes/export/", {"file": "csv", "sort": "number", "recipient": "internal", "why": "work"}
    )
    rows = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert "Els van der Jansen" in rows[1]
    monkeypatch.setattr("klantkluis.office.sales.quote_listing.PAGE", 1)
    seen, sent = [], {"sort": "valid_until"}
    for _page in range(3):
        answer = as_owner.post("/quotes/", sent)
        seen += numbers_of(answer)
        following = re.search(r'name="go" value="([^"]+)"', answer.content.decode())
        sent = {"sort": "valid_until", "go": following[1] if following else ""}
    assert seen == ["2", "1", "3"]


def test_a_list_and_a_card_ask_a_constant_number_of_questions(as_owner, owner, customer_id, chair):
    def grow(count: int) -> int:
        made = [
            an_issued_quote(owner, *[a_line(chair)] * count, customer_id=customer_id)
            for _index in range(count)
        ]
        for version in range(1, count):
            quote = said(a_line(chair))
            revise_quote(quote_id=made[0], version=version, quote=quote, actor=owner)
            rev = QuoteVersion.objects.get(quote=made[0], version=version + 1).rev
            issue_quote(quote_id=made[0], rev=rev, actor=owner, issued_on=TODAY)
        return made[0]

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_owner.get(path).status_code == 200
        return len(captured)

    one = grow(1)
    asked("/quotes/")
    before = asked("/quotes/"), asked(f"/quotes/{one}/"), asked(f"/customers/{customer_id}/")
    many = grow(4)
    after = asked("/quotes/"), asked(f"/quotes/{many}/"), asked(f"/customers/{customer_id}/")
    assert after == before


def test_without_the_vault_there_are_numbers_and_no_words(as_locked_owner, issued, draft):
    page = text_of(as_locked_owner.get(f"/quotes/{issued}/"))
    assert "Jansen" not in page
    assert "Visible when the vault is open." in page
    assert "€379.00" in page
    assert numbers_of(as_locked_owner.get("/quotes/"))
    as_locked_owner.post(f"/quotes/{draft}/issue/", {"rev": "1"})
    assert not QuotePaper.objects.exists()
    answer = as_locked_owner.get(f"/quotes/{issued}/versions/1/paper/")
    assert answer.status_code == 409
    assert not answer.content.startswith(b"%PDF")


def test_a_paper_that_was_not_filed_is_made_when_somebody_asks(as_owner, issued):
    assert "Make the PDF" in text_of(as_owner.get(f"/quotes/{issued}/"))
    answer = as_owner.post(f"/quotes/{issued}/versions/1/paper/", follow=True)
    assert answer.content.startswith(b"%PDF-")
    assert as_owner.post(f"/quotes/{issued}/versions/9/paper/").status_code == 404


def test_a_seller_does_all_of_it_and_a_bookkeeper_or_packer_none(
    browser_of, owner: Actor, issued, draft, customer_id
):
    refuse_quote(
        quote_id=an_issued_quote(owner, a_line(a_product(owner, sku="B"))),
        refused_on=TODAY, actor=owner,
    )  # fmt: skip
    accept_quote(quote_id=issued, acceptance=a_yes(), actor=owner)
    pages = [
        "/quotes/", "/quotes/new/", f"/quotes/{issued}/", f"/quotes/{draft}/",
        f"/quotes/{draft}/versions/", f"/quotes/{issued}/acceptance/", f"/quotes/{issued}/refusal/",
    ]  # fmt: skip
    seller = browser_of(Role.SALES, unlocked=True)
    for path in pages:
        assert seller.get(path).status_code == 200, path
    for role in (Role.BOOKKEEPER, Role.WAREHOUSE):
        other = browser_of(role)
        assert {other.get(path).status_code for path in pages} == {403}
        assert "/quotes/" not in other.get("/").content.decode()
        assert "Quotes" not in text_of(other.get(f"/customers/{customer_id}/"))


def test_the_customer_card_and_the_palette_know_quotes(as_owner, browser_of, issued):
    customer = Quote.objects.get().customer_id
    assert f"/quotes/{issued}/" in as_owner.get(f"/customers/{customer}/").content.decode()
    found = as_owner.post("/search/", {"terms": "1"}).content.decode()
    assert "Quote 1" in found
    assert (
        "Quote 1"
        not in browser_of(Role.WAREHOUSE).post("/search/", {"terms": "1"}).content.decode()
    )
