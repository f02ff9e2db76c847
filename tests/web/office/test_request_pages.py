"""The desk: a request is taken, matched, proved, answered and closed, each by who may."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from klantkluis.core.roles import Channel, Role
from klantkluis.customers.commands.consents import keep_consent
from klantkluis.foundation.mail.commands import kinds_of
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.models import Mail, MailServer
from klantkluis.office.privacy.details import ASKED
from klantkluis.privacy.commands import take_over_withdrawals
from klantkluis.privacy.letters import Details, LetterKind
from klantkluis.privacy.models import PrivacyRequest, RequestLetter, RequestStep
from klantkluis.privacy.rules import IdentityMethod, RequestKind
from rooms.privacy.asking import a_letter, a_request, prove, write
from rooms.story import a_customer
from support.paper_samples import text_of as text_of_paper
from web.office.shop import text_of, value_of

pytestmark = pytest.mark.usefixtures("our_company")
DESK = "/privacy/requests/"
SAID = {
    "kind": "access", "channel": "phone", "language": "nl", "name": "Jan Berg",
    "email": "jan@example.nl", "asked": "Wat hebt u van mij?", "register": "1",
}  # fmt: skip


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def els(owner, monkeypatch) -> int:
    # The transaction of a test is never committed: the index hears of the customer anyway.
    with monkeypatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
        return a_customer(owner)


def take(client, today, **more):
    return client.post(f"{DESK}new/", {**SAID, "received_on": today.isoformat(), **more})


def newest() -> PrivacyRequest:
    return PrivacyRequest.objects.latest("pk")


def page(client, tail: str = "") -> str:
    return text_of(client.get(f"{DESK}{newest().pk}/{tail}"))


def main_button(client) -> str:
    """Give where the one main button of the newest request leads."""
    shown = client.get(f"{DESK}{newest().pk}/").content.decode()
    return re.search(r'class="btn btn-primary" href="([^"]+)"', shown)[1]


def test_an_empty_desk_says_what_to_do(as_owner):
    assert "No request waits for you" in text_of(as_owner.get(DESK))


def test_a_call_becomes_a_request_with_a_clock(as_owner, today):
    assert take(as_owner, today)["Location"] == f"{DESK}{newest().pk}/"
    shown = page(as_owner)
    for said in (
        "Access to data",
        "Jan Berg",
        "Wat hebt u van mij?",
        "days left",
        "Find the person",
    ):
        assert said in shown
    listed = text_of(as_owner.get(DESK))
    assert "Jan Berg" in listed
    assert "Find the person" in listed


def test_what_is_missing_stands_beside_its_field_and_the_rest_stays(as_owner, today):
    shown = take(as_owner, today, name="", kind="").content.decode()
    assert 'id="id_kind_error"' in shown
    assert "Wat hebt u van mij?" in shown
    shown = take(as_owner, today, name="").content.decode()
    assert 'id="id_name_error"' in shown
    late = take(as_owner, today + timedelta(days=1)).content.decode()
    assert 'id="id_received_on_error"' in late
    assert not PrivacyRequest.objects.exists()


def test_a_customer_is_found_and_fills_in_where_they_are_reached(as_owner, els, today):
    found = as_owner.post(f"{DESK}new/", {**SAID, "register": "", "customer_terms": "jansen"})
    assert "van der Jansen" in text_of(found)
    chosen = as_owner.post(f"{DESK}new/", {"choose": els, "asked": "Alles graag"})
    assert value_of(chosen, "email") == "els@example.nl"
    assert "Alles graag" in chosen.content.decode()
    take(as_owner, today, customer=els, name="", email="")
    assert "Establish who asks" in page(as_owner)
    card = text_of(as_owner.get(f"/customers/{els}/"))
    assert "Access to data 1" in card


def test_the_card_of_a_customer_leads_to_a_new_request(as_owner, els):
    shown = as_owner.get(f"{DESK}new/?customer={els}")
    assert value_of(shown, "email") == "els@example.nl"
    assert as_owner.get(f"{DESK}new/?customer=999999").status_code == 200


def test_a_locked_vault_shows_numbers_and_clocks_and_no_names(as_locked_owner, owner, els):
    pk = a_request(owner, customer_id=els)
    listed = text_of(as_locked_owner.get(f"{DESK}?state=all"))
    assert "Access to data 1" in listed
    assert "Jansen" not in listed
    shown = as_locked_owner.get(f"{DESK}{pk}/")
    assert "Clock" in text_of(shown)
    assert "Jansen" not in text_of(shown)
    for tail in ("person/", "identity/", "letters/access/", "refusal/"):
        assert as_locked_owner.get(f"{DESK}{pk}/{tail}").status_code == 409
    assert as_locked_owner.get(f"{DESK}new/").status_code == 409


def test_the_list_is_narrowed_and_searched_without_a_name_in_an_address(
    as_owner, owner, els, today
):
    a_request(owner, customer_id=els, on=today)
    a_request(owner, RequestKind.COMPLAINT, on=today - timedelta(days=60))
    assert text_of(as_owner.get(f"{DESK}?state=overdue")).count("Complaint 2") == 1
    assert "Access to data 1" not in text_of(as_owner.get(f"{DESK}?state=overdue"))
    found = as_owner.post(DESK, {"terms": "jansen"})
    assert "Access to data 1" in text_of(found)
    assert "Complaint 2" not in text_of(found)
    assert "Complaint 2" in text_of(as_owner.post(DESK, {"terms": "#2"}))
    assert "Access to data 1" not in text_of(as_owner.post(DESK, {"kind": "complaint"}))
    assert "Nothing here" in text_of(as_owner.get(f"{DESK}?state=closed"))


def test_a_long_list_goes_on_by_its_clock(as_owner, owner, today, monkeypatch):
    monkeypatch.setattr("klantkluis.office.privacy.desk.PAGE", 2)
    # So far apart that no holidays bring the ends of two on the same day.
    for days in (1, 21, 11):
        a_request(owner, on=today - timedelta(days=days))
    first = as_owner.get(DESK)
    assert [n for n in (1, 2, 3) if f"Access to data {n}" in text_of(first)] == [2, 3]
    place = re.search(r'name="go" value="([^"]+)"', first.content.decode())[1]
    assert "Access to data 1" in text_of(as_owner.post(DESK, {"go": place, "state": "open"}))


def test_the_person_is_found_and_can_be_nobody(as_owner, owner, els, today):
    take(as_owner, today)
    where = f"{DESK}{newest().pk}/person/"
    assert "Jan Berg" in text_of(as_owner.get(where))
    assert "van der Jansen" in text_of(as_owner.post(where, {"customer_terms": "jansen"}))
    assert "Yes, it is about this customer" in text_of(as_owner.post(where, {"choose": els}))
    as_owner.post(where, {"customer": els, "match": "1"})
    assert "Els van der Jansen" in page(as_owner)
    as_owner.post(where, {"nobody": "1"})
    assert "nobody whom we know" in page(as_owner)
    assert f"{DESK}{newest().pk}/letters/nothing_held/" in main_button(as_owner)


def test_the_way_to_establish_who_asks_is_proposed_with_its_reason(as_owner, owner, els, today):
    a_request(owner, customer_id=els, on=today)
    shown = page(as_owner, "identity/")
    assert "Code to the e-mail address that we have" in shown
    assert "The answer holds data" in shown
    assert "Never ask for a copy of a passport" in shown
    assert 'type="file"' not in as_owner.get(f"{DESK}{newest().pk}/identity/").content.decode()


def test_a_code_is_sent_by_post_and_told_back(as_owner, owner, els, today):
    pk = a_request(owner, customer_id=els, on=today)
    where = f"{DESK}{pk}/letters/identity/?method=letter_code"
    draft = as_owner.get(where)
    words = {name: value_of(draft, name) for name in ("subject", "salutation", "text", "farewell")}
    assert "{code}" in words["text"]
    seen = as_owner.post(where, {**words, "way": "paper", "preview": "1"})
    assert seen["Content-Type"] == "application/pdf"
    assert not RequestLetter.objects.exists()
    as_owner.post(where, {**words, "way": "paper"})
    letter = RequestLetter.objects.get()
    paper = as_owner.get(f"/privacy/letters/{letter.pk}/")
    assert paper["Cache-Control"] == "no-store, private"
    code = re.search(r"[2-9B-Z]{4}-[2-9B-Z]{4}", text_of_paper(paper.content))[0]
    assert "The clock waits" in page(as_owner)
    told = {"method": "letter_code", "code": "AAAA-AAAA"}
    wrong = as_owner.post(f"{DESK}{pk}/identity/", told)
    assert "does not fit" in text_of(wrong)
    as_owner.post(f"{DESK}{pk}/identity/", {**told, "code": code.lower()})
    assert "established" in page(as_owner)


def test_an_answer_is_looked_at_written_and_the_request_closed(as_owner, owner, els, today):
    pk = a_request(owner, RequestKind.RESTRICTION, customer_id=els, on=today)
    prove(owner, pk, on=today)
    assert "Letters that answer" in page(as_owner)
    where = f"{DESK}{pk}/letters/restricted/"
    draft = as_owner.get(where)
    assert "Wij gebruiken uw gegevens voorlopig niet" in value_of(draft, "subject")
    words = {name: value_of(draft, name) for name in ("subject", "salutation", "text")}
    as_owner.post(where, {**words, "text": words["text"] + "\n\nTot ziens.", "way": "handed"})
    paper = as_owner.get(f"/privacy/letters/{RequestLetter.objects.get().pk}/")
    assert "Tot ziens." in text_of_paper(paper.content)
    shown = page(as_owner)
    assert "Close the request" in shown
    assert "Granted" in shown
    as_owner.post(f"{DESK}{pk}/closing/")
    assert "Nothing is left to do" in page(as_owner)
    assert "Restriction" not in text_of(as_owner.get(DESK))


def test_a_refusal_begins_with_its_ground_and_takes_a_reason(as_owner, owner, els, today):
    pk = a_request(owner, RequestKind.ERASURE, customer_id=els, on=today)
    grounds = as_owner.get(f"{DESK}{pk}/refusal/").content.decode()
    assert "?ground=law_keeps" in grounds
    assert "?ground=accurate" not in grounds
    where = f"{DESK}{pk}/letters/refusal/?ground=law_keeps"
    draft = as_owner.get(where)
    words = {name: value_of(draft, name) for name in ("subject", "salutation", "text")}
    refused = as_owner.post(where, {**words, "way": "paper", "reason": ""})
    assert 'id="id_reason_error"' in refused.content.decode()
    as_owner.post(where, {**words, "way": "paper", "reason": "Factuur 7 moet blijven."})
    paper = as_owner.get(f"/privacy/letters/{RequestLetter.objects.get().pk}/")
    assert "Factuur 7 moet blijven." in text_of_paper(paper.content)
    assert "Autoriteit Persoonsgegevens" in text_of_paper(paper.content)


def test_the_term_is_made_longer_with_a_reason(as_owner, owner, els, today):
    pk = a_request(owner, customer_id=els, on=today)
    where = f"{DESK}{pk}/letters/extension/"
    draft = as_owner.get(where)
    words = {name: value_of(draft, name) for name in ("subject", "salutation", "text")}
    as_owner.post(where, {**words, "way": "paper", "months": "2", "reason": "Het is veel."})
    assert "Made longer by 2 months" in page(as_owner)
    again = as_owner.post(where, {**words, "way": "paper", "months": "1", "reason": "Nog meer."})
    assert "only within the first month" in text_of(again)


def test_letters_that_do_not_fit_are_not_there(as_owner, owner, els):
    pk = a_request(owner, customer_id=els)
    for kind in ("rectified", "lifting", "nonsense"):
        assert as_owner.get(f"{DESK}{pk}/letters/{kind}/").status_code == 404
    complaint = a_request(owner, RequestKind.COMPLAINT)
    assert as_owner.get(f"{DESK}{complaint}/refusal/").status_code == 404
    for tail in ("", "person/", "identity/", "refusal/", "letters/access/"):
        assert as_owner.get(f"{DESK}999999/{tail}").status_code == 404
    assert as_owner.get("/privacy/letters/999999/").status_code == 404


def test_what_is_taken_back_is_closed_with_their_words(as_owner, owner, today):
    pk = a_request(owner, on=today)
    empty = as_owner.post(f"{DESK}{pk}/withdrawal/", {"text": "", "on": today.isoformat()})
    assert 'id="drop_text_error"' in empty.content.decode()
    as_owner.post(f"{DESK}{pk}/withdrawal/", {"text": "Belde.", "on": today.isoformat()})
    assert "The person took it back" in page(as_owner)


def test_the_first_screen_says_which_clocks_run_and_which_are_over(as_owner, owner, today):
    assert "about personal data" not in text_of(as_owner.get("/"))
    a_request(owner, on=today)
    assert "1 request about personal data waits for an answer. The first by" in text_of(
        as_owner.get("/")
    )
    a_request(owner, on=today - timedelta(days=90))
    shown = as_owner.get("/")
    assert "1 request about personal data is overdue." in text_of(shown)
    assert f'<a class="bad" href="{DESK}?state=overdue">' in shown.content.decode()


def test_search_finds_the_page_the_act_and_a_request_by_its_number(as_owner, owner):
    pk = a_request(owner)
    assert f"{DESK}{pk}/" in as_owner.post("/search/", {"terms": "1"}).content.decode()
    found = as_owner.post("/search/", {"terms": "request"}).content.decode()
    assert f'href="{DESK}"' in found
    assert f'href="{DESK}new/"' in found


def test_sales_take_and_note_and_see_no_more_buttons(browser_of, owner, els, today):
    seller = browser_of(Role.SALES, unlocked=True)
    take(seller, today)
    pk = newest().pk
    seller.post(f"{DESK}{pk}/notes/", {"text": "Belt morgen."})
    shown = text_of(seller.get(f"{DESK}{pk}/"))
    assert "Belt morgen." in shown
    assert "The owner handles this request." in shown
    for tail in ("person/", "identity/", "refusal/", "letters/access/"):
        assert seller.get(f"{DESK}{pk}/{tail}").status_code == 403
    for tail in ("withdrawal/", "closing/", "person/", "identity/", "letters/access/"):
        assert seller.post(f"{DESK}{pk}/{tail}").status_code == 403
    letter = write(owner, a_request(owner, customer_id=els), a_letter(LetterKind.ACKNOWLEDGEMENT))
    assert seller.get(f"/privacy/letters/{letter}/").status_code == 200


@pytest.mark.parametrize("role", [Role.WAREHOUSE, Role.BOOKKEEPER, Role.MARKETING, Role.FISCAL])
def test_nobody_else_sees_the_desk(browser_of, owner, els, role):
    pk = a_request(owner, customer_id=els)
    colleague = browser_of(role, unlocked=True)
    for where in (DESK, f"{DESK}new/", f"{DESK}{pk}/", f"{DESK}{pk}/person/"):
        assert colleague.get(where).status_code == 403
    assert colleague.post(f"{DESK}{pk}/notes/", {"text": "x"}).status_code == 403
    assert DESK not in colleague.get("/").content.decode()
    assert DESK not in colleague.get(f"/customers/{els}/").content.decode()


def test_a_stranger_goes_to_the_door(as_stranger, owner):
    pk = a_request(owner)
    for tail in ("", "new/", f"{pk}/", f"{pk}/person/", f"{pk}/identity/", f"{pk}/refusal/"):
        answer = as_stranger.get(f"{DESK}{tail}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/log-in/")
    for tail in ("notes/", "withdrawal/", "closing/"):
        assert as_stranger.post(f"{DESK}{pk}/{tail}").status_code == 302
    assert as_stranger.get("/privacy/letters/1/").status_code == 302
    assert not RequestStep.objects.filter(what="closed").exists()


def test_a_note_without_words_is_said_beside_its_field(as_owner, owner):
    pk = a_request(owner)
    refused = as_owner.post(f"{DESK}{pk}/notes/", {"text": " "})
    assert 'id="id_text_error"' in refused.content.decode()


def test_every_page_is_complete_in_dutch(as_owner, owner, els, today):
    as_owner.staff.language = "nl"
    as_owner.staff.save()
    pk = a_request(owner, customer_id=els, on=today)
    assert "Inzage" in text_of(as_owner.get(DESK))
    assert "Vaststellen wie het vraagt" in text_of(as_owner.get(f"{DESK}{pk}/"))


def test_letters_go_by_mail_to_the_address_that_they_were_written_for(as_owner, owner, els, today):
    MailServer.objects.create(
        pk=1, host="127.0.0.1", port=9, security="none", user="", sender_name="Voorbeeld BV",
        sender_address="winkel@example.nl", sealed=b"", changed_at=timezone.now(),
        staff_id=owner.staff_id,
    )  # fmt: skip
    pk = a_request(owner, RequestKind.COMPLAINT, customer_id=els, on=today)
    where = f"{DESK}{pk}/letters/complaint_answered/"
    draft = as_owner.get(where)
    words = {name: value_of(draft, name) for name in ("subject", "salutation", "text")}
    sent = as_owner.post(where, {**words, "way": "email", "reason": "Het spijt ons."})
    mail = Mail.objects.get()
    assert sent["Location"] == f"/mail/{mail.pk}/"
    assert (mail.kind, mail.about_id) == ("request", RequestLetter.objects.get().pk)
    assert mail.customer_uid == newest().uid
    shown = text_of(as_owner.get(f"/mail/{mail.pk}/"))
    assert "Letter about a request" in shown


def test_answers_are_for_the_owner_to_mail(owner):
    assert MailKind.REQUEST in kinds_of(owner)
    for role in set(Role) - {Role.OWNER}:
        assert MailKind.REQUEST not in kinds_of(replace(owner, roles=frozenset({role})))


def test_no_method_of_identity_is_a_document(as_owner, owner):
    assert not any("passport" in each.value for each in IdentityMethod)


def test_who_carries_a_request_out_tells_what_the_letter_says(as_owner, owner, els, monkeypatch):
    pk = a_request(owner, RequestKind.ERASURE, customer_id=els)
    told = Details(went=("Telefoonnummer",))
    monkeypatch.setitem(ASKED, LetterKind.ERASED, lambda _card, _vault: told)
    draft = value_of(as_owner.get(f"{DESK}{pk}/letters/erased/"), "text")
    assert "Dit is gewist:\n– Telefoonnummer" in draft


def test_a_correction_comes_back_to_its_request_and_its_letter_names_what_changed(
    as_owner, owner, els
):
    pk = a_request(owner, RequestKind.RECTIFICATION, customer_id=els)
    prove(owner, pk)
    uid = PrivacyRequest.objects.get(pk=pk).uid
    at = f"/customers/{els}/correct/?request={uid}"
    assert main_button(as_owner) == at
    form = as_owner.get(at).context["form"]
    typed = {**{k: v for k, v in form.initial.items() if v is not None}, "house_number": "14"}
    assert f'action="{at}"' in as_owner.post(at, {**typed, "rev": 9}).content.decode()
    done = as_owner.post(at, typed, follow=True)
    assert f"{DESK}{pk}/letters/rectified/" in done.content.decode()
    assert main_button(as_owner) == f"{DESK}{pk}/letters/rectified/"
    draft = value_of(as_owner.get(f"{DESK}{pk}/letters/rectified/"), "text")
    assert "– Huisnummer" in draft


def test_an_erasure_that_nobody_signed_is_not_told_as_done(as_owner, owner, els):
    pk = a_request(owner, RequestKind.ERASURE, customer_id=els)
    uid = PrivacyRequest.objects.get(pk=pk).uid
    as_owner.post(f"/erasures/customers/{els}/?request={uid}", {"asked_by": "person"})
    draft = value_of(as_owner.get(f"{DESK}{pk}/letters/erased/"), "text")
    assert "Dit is gewist" not in draft


def test_what_the_same_person_asked_before_stands_beside_it(as_owner, owner, els, today):
    first = a_request(owner, RequestKind.COMPLAINT, customer_id=els, on=today)
    a_request(owner, RequestKind.COMPLAINT, on=today)
    pk = a_request(owner, customer_id=els, on=today)
    shown = as_owner.get(f"{DESK}{pk}/").content.decode()
    assert f'href="{DESK}{first}/"' in shown
    assert f'href="{DESK}{first + 1}/"' not in shown


def test_a_page_of_a_request_takes_as_many_queries_whatever_happened(
    as_owner, owner, els, today, django_assert_max_num_queries
):
    pk = a_request(owner, customer_id=els, on=today)
    for _n in range(6):
        a_request(owner, customer_id=els, on=today)
        write(owner, pk, a_letter(LetterKind.ACKNOWLEDGEMENT), on=today)
    as_owner.get(f"{DESK}{pk}/")
    with django_assert_max_num_queries(24):
        as_owner.get(f"{DESK}{pk}/")


def test_who_unsubscribed_with_one_click_has_a_name_on_the_list(as_owner, browser_of, owner, els):
    keep_consent(
        els, given=False, evidence="one click", at=timezone.now(), wording=0, language="nl",
        channel=Channel.SITE, actor=owner,
    )  # fmt: skip
    take_over_withdrawals(limit=9, actor=owner, now=timezone.now())
    listed = text_of(as_owner.get(f"{DESK}?state=closed"))
    assert "Withdrawal of consent 1 Els van der Jansen" in listed
    assert "Jansen" not in text_of(browser_of(Role.SALES).get(f"{DESK}?state=closed"))
    shown = page(as_owner)
    assert "At once, by the web shop" in shown
    assert "Nothing is left to do" in shown


def test_the_desk_draws_how_requests_were_answered_and_says_it_in_a_table(as_owner, owner, today):
    assert "chart-table" not in as_owner.get(DESK).content.decode()
    a_request(owner, RequestKind.COMPLAINT, on=today)
    a_request(owner, RequestKind.COMPLAINT, on=today - timedelta(days=60))
    a_request(owner, RequestKind.COMPLAINT, on=today - timedelta(days=500))
    shown = as_owner.get(DESK).content.decode()
    table = shown[shown.index("chart-table") :]
    found = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="right">([^<]+)</td>', table))
    assert found == {"in time": "0", "too late": "0", "still open": "1", "overdue": "1"}


def test_a_typed_name_is_shown_as_it_was_typed_and_is_no_markup(as_owner, today):
    named = "<b onmouseover=x>Jan</b> & zn."
    take(as_owner, today, name=named, asked="<script>x</script>")
    for path in (DESK, f"{DESK}{newest().pk}/"):
        shown = as_owner.get(path).content.decode()
        assert "&lt;b onmouseover=x&gt;Jan&lt;/b&gt; &amp; zn." in shown, path
        assert "<b onmouseover" not in shown
        assert "<script>x" not in shown


def test_what_is_far_too_long_is_refused_beside_its_field(as_owner, today):
    shown = take(as_owner, today, asked="a" * 200_000).content.decode()
    assert 'id="id_asked_error"' in shown
    assert not PrivacyRequest.objects.exists()
