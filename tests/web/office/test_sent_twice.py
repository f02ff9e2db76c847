"""A form of the desk that is sent twice writes one thing down, and leads to it with a sentence."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from klantkluis.customers.models import ContactNote
from klantkluis.customers.restriction_rows import PermittedUse, Restriction
from klantkluis.privacy.models import (
    Breach,
    BreachDecision,
    BreachLetter,
    BreachNote,
    BreachReport,
    LegalHold,
    PrivacyRequest,
    RequestLetter,
    RequestStep,
)
from klantkluis.privacy.rules import RequestKind
from rooms.privacy.asking import a_request
from rooms.restricting import restricted_now
from rooms.story import a_customer
from web.office.shop import text_of

pytestmark = pytest.mark.usefixtures("our_company")
BEFORE = "This was written down before. Nothing was added a second time."


@pytest.fixture
def els(owner, monkeypatch) -> int:
    with monkeypatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
        return a_customer(owner)


def now() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def uid_in(client: Client, url: str) -> str:
    """Give the uid that stands hidden in the form of a page."""
    return re.search(r'name="uid" value="([^"]+)"', client.get(url).content.decode())[1]


def twice(client: Client, url: str, sent: dict[str, Any], page: str = "") -> list[str]:
    """Send a page twice, as it was shown; give where each press led."""
    form = sent | {"uid": uid_in(client, page or url)}
    first = client.post(url, form)
    assert first.status_code == 302, text_of(first)
    again = client.post(url, form)
    assert again.status_code == 302, text_of(again)
    assert BEFORE in text_of(client.get(again["Location"]))
    return [first["Location"], again["Location"]]


ASKED = {
    "kind": "access", "channel": "phone", "language": "nl", "name": "Jan Berg",
    "asked": "Wat hebt u van mij?", "register": "1",
}  # fmt: skip


def test_a_request_is_written_down_once(as_owner):
    url, today = reverse("privacy:new-request"), timezone.localdate().isoformat()
    first, again = twice(as_owner, url, ASKED | {"received_on": today})
    assert first == again == reverse("privacy:request", args=[PrivacyRequest.objects.get().pk])


def test_what_was_changed_after_going_back_is_something_else(as_owner):
    url, today = reverse("privacy:new-request"), timezone.localdate().isoformat()
    sent = ASKED | {"received_on": today, "uid": uid_in(as_owner, url)}
    assert as_owner.post(url, sent).status_code == 302
    assert as_owner.post(url, sent | {"name": "Mia Berg"}).status_code == 302
    assert PrivacyRequest.objects.count() == 2


def test_a_uid_tells_nothing_of_what_was_typed(as_owner):
    url, today = reverse("privacy:new-request"), timezone.localdate().isoformat()
    for _page in range(2):
        as_owner.post(url, ASKED | {"received_on": today, "uid": uid_in(as_owner, url)})
    uids = set(PrivacyRequest.objects.values_list("uid", flat=True))
    assert len(uids) == 2, "the same words on another page have another uid"


def test_the_uid_stays_while_a_customer_is_sought(as_owner, els):
    url = reverse("privacy:new-request")
    uid = uid_in(as_owner, url)
    shown = as_owner.post(url, ASKED | {"uid": uid, "choose": str(els), "register": ""} | {})
    assert uid in shown.content.decode()


def test_what_a_customer_waits_for_is_written_down_again_only_by_who_insists(as_owner, els, owner):
    url, today = reverse("privacy:new-request"), timezone.localdate().isoformat()
    sent = ASKED | {"received_on": today, "customer": str(els)}
    assert as_owner.post(url, sent | {"uid": str(uuid4())}).status_code == 302
    doubt = as_owner.post(url, sent | {"uid": str(uuid4())})
    assert "This customer asked this before: request 1 waits for an answer." in text_of(doubt)
    insist = re.search(r'name="insist" value="([^"]+)"', doubt.content.decode())[1]
    del sent["register"]
    assert as_owner.post(url, sent | {"insist": insist, "uid": str(uuid4())}).status_code == 302
    assert PrivacyRequest.objects.count() == 2
    other = ASKED | {"received_on": today, "customer": str(els), "kind": "erasure"}
    assert as_owner.post(url, other | {"uid": str(uuid4())}).status_code == 302


def test_a_note_with_a_request_and_who_asks_are_noted_once(as_owner, owner):
    pk = a_request(owner, kind=RequestKind.OBJECTION, name="Jan Berg")
    page = reverse("privacy:request", args=[pk])
    twice(as_owner, reverse("privacy:request-note", args=[pk]), {"text": "Belde"}, page)
    assert RequestStep.objects.filter(what="note").count() == 1
    proof = {"method": "in_person", "text": "Els kent hem"}
    twice(as_owner, reverse("privacy:request-identity", args=[pk]), proof)
    assert RequestStep.objects.filter(what="identified").count() == 1


def test_a_wrong_proof_does_not_use_the_form_up(as_owner, owner, els):
    pk = a_request(owner, customer_id=els)
    url = reverse("privacy:request-identity", args=[pk])
    sent = {
        "method": "knows_document",
        "number": "9999",
        "amount": "1",
        "uid": uid_in(as_owner, url),
    }
    assert as_owner.post(url, sent).status_code == 200
    sent |= {"method": "in_person", "text": "Kwam langs"}
    assert as_owner.post(url, sent).status_code == 302


def test_saying_again_whose_request_it_is_changes_nothing(as_owner, owner, els):
    pk = a_request(owner, name="Els Jansen")
    url = reverse("privacy:request-person", args=[pk])
    for _press in range(2):
        as_owner.post(url, {"customer": str(els), "match": "1"})
    assert RequestStep.objects.filter(what="matched").count() == 1
    for _press in range(2):
        as_owner.post(url, {"nobody": "1"})
    assert RequestStep.objects.filter(what="matched").count() == 2


def test_a_letter_is_written_once_also_one_that_answers(as_owner, owner):
    pk = a_request(owner, name="Jan Berg")
    url = reverse("privacy:new-letter", args=[pk, "nothing_held"])
    shown = as_owner.get(url).context["form"]
    sent = {name: shown.initial.get(name, "") for name in shown.fields} | {"way": "handed"}
    twice(as_owner, url, {name: value for name, value in sent.items() if name != "uid"})
    assert RequestLetter.objects.count() == 1


def test_a_breach_and_what_is_known_of_it_are_kept_once(as_owner):
    url = reverse("breaches:new")
    said = {"what": "Laptop kwijt", "kinds": ["confidentiality"], "known_at": now()}
    first, again = twice(as_owner, url, said)
    breach = Breach.objects.get()
    assert first == again == reverse("breaches:breach", args=[breach.pk])
    letter = {"language": "nl", "subject": "Een datalek", "text": "Er is iets gebeurd."}
    report = {"kind": "first", "reported_at": now(), "number": "AP-1"}
    for name, sent, model in (
        ("note", {"about": "course", "text": "Gevonden"}, BreachNote),
        ("decide", {"risk": "risk", "reason": "Namen"}, BreachDecision),
        ("report", report, BreachReport),
        ("letter", letter, BreachLetter),
    ):
        twice(as_owner, reverse(f"breaches:{name}", args=[breach.pk]), sent)
        assert model.objects.count() == 1, name


def test_a_hold_is_placed_once(as_owner, els):
    said = {"number": "1", "ground": "claim", "since": timezone.localdate().isoformat(),
            "note": "Dagvaarding"}  # fmt: skip
    twice(as_owner, reverse("retention:new-hold"), said)
    assert LegalHold.objects.count() == 1


def test_a_contact_is_noted_once(as_owner, els):
    page = reverse("customers:customer", args=[els])
    said = {"text": "Belde", "means": "phone", "direction": "in"}
    twice(as_owner, reverse("customers:note", args=[els]), said, page)
    assert ContactNote.objects.count() == 1


def test_an_objection_holds_once_and_a_use_is_permitted_once(as_owner, els, owner):
    said = {"what": "direct_marketing", "cause": "", "reason": ""}
    twice(as_owner, reverse("customers:restrict", args=[els]), said)
    assert Restriction.objects.count() == 1
    restricted_now(els, owner)
    said = {"use": "look", "permission": "law", "reason": "Controle"}
    twice(as_owner, reverse("customers:use", args=[els]), said)
    assert PermittedUse.objects.count() == 1


def test_a_form_without_its_uid_is_a_form_all_the_same(as_owner, els):
    said = {"text": "Belde", "means": "phone", "direction": "in"}
    for _press in range(2):
        assert as_owner.post(reverse("customers:note", args=[els]), said).status_code == 302
    assert ContactNote.objects.count() == 2
