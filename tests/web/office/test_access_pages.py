"""Handing somebody their data: by the owner only, with the vault password, and noted."""

import hashlib
import json
import re
import time
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pyrage
import pytest
import pyzipper
from django.db import DatabaseError, transaction

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event
from klantkluis.privacy.models import HandOver, HandOverEnd, Redaction
from klantkluis.shop.models import PickUp, PickUpPart
from rooms.privacy.everything import a_full_customer, a_letter_of_nobody
from rooms.story import a_customer
from support.breaking import break_off
from support.paper_samples import text_of
from web_door import VAULT_PASSWORD, give_slot

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def as_owner(as_owner, in_process_vault):
    """The owner, with a vault password of their own."""
    give_slot(in_process_vault, as_owner.staff)
    return as_owner


@pytest.fixture
def els(owner) -> int:
    return a_full_customer(owner)


def where(customer_id: int) -> str:
    return f"/privacy/access/{customer_id}/"


def fields_of(client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    signed = re.search(r'name="passphrase" value="([^"]+)"', page)
    assert signed is not None
    return {
        "kind": "access", "language": "nl", "way": "zip", "passphrase": signed[1],
        "vault_password": VAULT_PASSWORD,
    }  # fmt: skip


def typed_on(page: str) -> dict[str, str]:
    """Give what a page of texts would send back when nothing on it is touched."""
    found = {"texts": "0"}
    for tag in re.findall(r"<input type=\"hidden\"[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1])
    boxes = re.findall(r'<textarea[^>]*name="(text-\d+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    found |= {name: unescape(text) for name, text in boxes}
    found |= dict.fromkeys(re.findall(r'name="(whole-\d+)" value="1" checked', page), "1")
    whys = re.findall(
        r'name="(why-\d+)">(?:<option[^>]*>[^<]*</option>)*?<option value="(\w+)" selected', page
    )
    return found | dict(whys)


def handed(client, path: str, fields: dict[str, str], **typed: str):
    """Hand a package over; texts are looked through on the way, and left but for what is typed."""
    answer = client.post(path, fields)
    while is_a_page_of_texts(answer):
        sent = typed_on(answer.content.decode())
        assert sent["texts"] != "0"
        answer = client.post(path, fields | sent | typed)
        typed = {}
    return answer


def is_a_page_of_texts(answer) -> bool:
    return not answer.streaming and b'name="goes_on_at"' in answer.content


def words_on(page: str) -> str:
    found = re.search(r'<p class="code-box"[^>]*>([^<]+)</p>', page)
    assert found is not None
    return found[1]


def test_the_page_says_what_there_is(as_owner, els):
    page = as_owner.get(where(els)).content.decode()
    assert "Invoices as they were issued" in page
    assert "Nothing was handed to this person yet" in page
    assert len(words_on(page).split()) == 6


def test_a_customer_card_leads_there_for_the_owner_only(as_owner, browser_of, els):
    assert where(els) in as_owner.get(f"/customers/{els}/").content.decode()
    sales = browser_of(Role.SALES, unlocked=True)
    assert where(els) not in sales.get(f"/customers/{els}/").content.decode()


def test_the_file_opens_with_the_words_that_were_shown_and_is_noted(as_owner, els):
    page = as_owner.get(where(els)).content.decode()
    fields = fields_of(as_owner, where(els))
    answer = handed(as_owner, where(els), fields)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store, private"
    assert re.fullmatch(
        r'attachment; filename="gegevens-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )
    packed = b"".join(answer.streaming_content)
    with pyzipper.AESZipFile(BytesIO(packed)) as file:
        file.setpassword(fields["passphrase"].partition(":")[0].encode())
        data = json.loads(file.read("data.json"))
    assert any(each["kind"] == "invoice" for each in data["records"])
    assert b"Jansen" not in packed
    end = HandOverEnd.objects.select_related("hand_over").get()
    assert bytes(end.sha256) == hashlib.sha256(packed).digest()
    assert end.size == len(packed)
    assert (end.hand_over.way, end.hand_over.kind) == ("zip", "access")
    assert words_on(page) != words_on(as_owner.get(where(els)).content.decode())
    assert "Handed over" in as_owner.get(where(els)).content.decode()


def test_a_download_that_breaks_off_says_so(as_owner, els):
    answer = handed(as_owner, where(els), fields_of(as_owner, where(els)))
    break_off(answer)
    assert HandOver.objects.count() == 1
    assert not HandOverEnd.objects.exists()
    assert "Broke off" in as_owner.get(where(els)).content.decode()


def test_nothing_is_opened_with_a_wrong_vault_password(as_owner, els):
    fields = fields_of(as_owner, where(els)) | {"vault_password": "niet dit wachtwoord"}
    answer = as_owner.post(where(els), fields)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'class="field-error"' in page or "alert" in page
    assert words_on(page) == fields["passphrase"].partition(":")[0]
    assert not HandOver.objects.exists()


def test_words_that_we_did_not_make_are_refused(as_owner, els):
    fields = fields_of(as_owner, where(els)) | {"passphrase": "een twee drie:nonsense"}
    page = as_owner.post(where(els), fields).content.decode()
    assert "the passphrase has got lost" in page
    assert not HandOver.objects.exists()


def test_on_paper_the_documents_come_behind_the_overview(as_owner, els):
    answer = handed(as_owner, where(els), fields_of(as_owner, where(els)) | {"way": "paper"})
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "Uw gegevens bij ons" in said
    assert "Het krukje is onderweg" in said
    assert HandOverEnd.objects.get().size == len(answer.content)


def test_very_much_is_not_printed(as_owner, els, monkeypatch):
    from klantkluis.privacy.access import printing

    monkeypatch.setattr(printing, "MOST", 1)
    fields = fields_of(as_owner, where(els)) | {"way": "paper"}
    assert "too many to print" in handed(as_owner, where(els), fields).content.decode()
    assert not HandOver.objects.exists()


def test_what_can_be_taken_along_is_another_package(as_owner, els):
    path = f"{where(els)}?kind=portability&request=7f0c1d5e-0000-4000-8000-000000000001"
    page = as_owner.get(path).content.decode()
    assert re.search(r'value="portability"[^>]*checked', page)
    fields = fields_of(as_owner, path) | {"kind": "portability", "language": "en"}
    packed = b"".join(as_owner.post(path, fields).streaming_content)
    with pyzipper.AESZipFile(BytesIO(packed)) as file:
        file.setpassword(fields["passphrase"].partition(":")[0].encode())
        assert "overview.pdf" in file.namelist()
        assert json.loads(file.read("data.json"))["kind"] == "portability"
    row = HandOver.objects.get()
    assert (row.kind, str(row.request)[:8]) == ("portability", "7f0c1d5e")


def test_the_shop_is_offered_to_who_has_an_account_there(as_owner, owner, els, db):
    assert 'value="site"' not in as_owner.get(where(els)).content.decode()
    stranger = a_customer(owner)
    fields = fields_of(as_owner, where(stranger)) | {"way": "site"}
    assert as_owner.post(where(stranger), fields).status_code == 200
    assert not PickUp.objects.exists()


def test_a_package_for_the_shop_is_sealed_before_it_is_kept(as_owner, els):
    from klantkluis.shop.models import SiteLink

    SiteLink.objects.create(
        pk=1, site_id="7f0c1d5e-0000-4000-8000-000000000002", url="https://winkel.example",
        site_key=bytes(32), paired_at="2026-11-20T12:00Z", staff_id=as_owner.staff.uid,
    )  # fmt: skip
    answer = handed(as_owner, where(els), fields_of(as_owner, where(els)) | {"way": "site"})
    assert answer.status_code == 302
    row = PickUp.objects.get()
    parts = PickUpPart.objects.filter(pick_up=row).order_by("number")
    assert row.parts == parts.count() == 1
    assert b"Jansen" not in bytes(parts[0].sealed)
    assert b"data.json" not in bytes(parts[0].sealed)
    assert HandOver.objects.get().pick_up == row.uid
    assert "On its way to the shop" in as_owner.get(where(els)).content.decode()


def test_who_only_wrote_a_letter_gets_theirs(as_owner, owner):
    path = f"/privacy/access/person/{a_letter_of_nobody(owner)}/"
    fields = fields_of(as_owner, path)
    assert b"".join(as_owner.post(path, fields).streaming_content)
    assert (
        as_owner.get("/privacy/access/person/7f0c1d5e-0000-4000-8000-000000000009/").status_code
        == 404
    )
    assert as_owner.get(where(4711)).status_code == 404


def test_a_locked_vault_asks_to_be_opened(as_locked_owner, els):
    assert as_locked_owner.get(where(els)).status_code == 409


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_colleagues_do_not_hand_out_data(browser_of, els, role):
    assert browser_of(role, unlocked=True).get(where(els)).status_code == 403


def test_strangers_log_in_first(as_stranger, els):
    assert as_stranger.get(where(els))["Location"].startswith("/log-in/")


def test_a_fact_never_changes(as_owner, els):
    b"".join(handed(as_owner, where(els), fields_of(as_owner, where(els))).streaming_content)
    for model in (HandOver, HandOverEnd):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(**({"way": "paper"} if model is HandOver else {"size": 1}))


def test_the_acts_name_nobody(as_owner, els):
    b"".join(handed(as_owner, where(els), fields_of(as_owner, where(els))).streaming_content)
    about = [event.about for event in Event.objects.filter(name__startswith="package.")]
    assert len(about) == 3
    assert "Jansen" not in str(about)
    assert "kleur" not in str(about)


NOTE = "Belde samen met Wieger Zonnebloem over kleur. Wieger Zonnebloem wil blauw."


@pytest.fixture
def noted(owner) -> int:
    return a_full_customer(owner, note=NOTE)


def data_in(answer, fields: dict[str, str]) -> str:
    packed = b"".join(answer.streaming_content)
    with pyzipper.AESZipFile(BytesIO(packed)) as file:
        file.setpassword(fields["passphrase"].partition(":")[0].encode())
        return file.read("data.json").decode()


def number_of(page: str, words: str) -> str:
    """Give the number of the text on the page that has these words."""
    found = re.findall(r'<textarea[^>]*name="text-(\d+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    return next(number for number, text in found if words in unescape(text))


def test_texts_that_others_typed_are_shown_before_anything_leaves(as_owner, noted):
    page = as_owner.post(where(noted), fields_of(as_owner, where(noted))).content.decode()
    assert "Texts to look through" in page
    assert NOTE in unescape(page)
    assert "Perhaps names of others" in page
    assert "<span data-name>Wieger Zonnebloem</span>" in page
    assert len(words_on(page).split()) == 6
    assert not HandOver.objects.exists()
    assert not Redaction.objects.exists()


def test_what_is_put_between_brackets_does_not_leave_and_is_proposed_again(as_owner, noted):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    number = number_of(page, "Zonnebloem")
    typed = {
        f"text-{number}": NOTE.replace("met Wieger Zonnebloem", "met [[Wieger Zonnebloem]]"),
        f"why-{number}": "rights_of_others",
    }
    data = data_in(handed_once(as_owner, where(noted), fields, page, **typed), fields)
    assert "Zonnebloem" not in data
    assert "[weggelakt] wil blauw" in data
    assert "2 passages hidden: Rights of somebody else" in as_owner.get(
        where(noted)
    ).content.decode()  # fmt: skip
    fields = fields_of(as_owner, where(noted))
    again = as_owner.post(where(noted), fields).content.decode()
    assert "Passages hidden before" in again
    assert '<option value="rights_of_others" selected' in again
    assert "Perhaps names of others" not in again, "they are hidden already"
    assert typed_on(again)["texts"] == "1", "what was left as it is needs no second look"
    assert "Zonnebloem" not in data_in(handed_once(as_owner, where(noted), fields, again), fields)


def handed_once(client, path: str, fields: dict[str, str], page: str, **typed: str):
    return client.post(path, fields | typed_on(page) | typed)


def test_when_every_text_was_left_as_it_is_nothing_is_asked_any_more(as_owner, noted):
    b"".join(handed(as_owner, where(noted), fields_of(as_owner, where(noted))).streaming_content)
    answer = as_owner.post(where(noted), fields_of(as_owner, where(noted)))
    assert answer.streaming
    asked = fields_of(as_owner, where(noted)) | {"look": "1"}
    page = as_owner.post(where(noted), asked).content.decode()
    assert "Left as it was before" in page
    assert as_owner.post(where(noted), asked | typed_on(page)).streaming


def test_a_text_can_be_left_out_on_the_page(as_owner, noted):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    typed = {f"whole-{number_of(page, 'Zonnebloem')}": "1"}
    data = data_in(handed_once(as_owner, where(noted), fields, page, **typed), fields)
    assert "[tekst weggelaten]" in data
    assert "Zonnebloem" not in data
    assert "1 text left out: It is about somebody else" in as_owner.get(
        where(noted)
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (f"[[{NOTE}", "Each [[ needs a ]]"),
        (NOTE + " En meer.", "Something other than brackets was changed"),
    ],
)
def test_a_text_that_comes_back_wrong_is_shown_again_and_nothing_leaves(
    as_owner, noted, typed, sentence
):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    number = number_of(page, "Zonnebloem")
    answer = handed_once(as_owner, where(noted), fields, page, **{f"text-{number}": typed})
    assert sentence in answer.content.decode()
    assert not HandOver.objects.exists()
    assert not Redaction.objects.exists()


def once_more(client, path: str, page: str, fields: dict[str, str], **typed: str):
    """Send a page of texts back as it is, without a password."""
    without = {name: value for name, value in fields.items() if name != "vault_password"}
    return client.post(path, without | typed_on(page) | typed)


def test_the_vault_password_is_asked_once_for_looking_and_handing_over(as_owner, noted):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    assert 'name="vault_password"' not in page
    assert "counts for five minutes" in page
    assert once_more(as_owner, where(noted), page, fields).streaming
    assert HandOver.objects.count() == 1
    again = once_more(as_owner, where(noted), page, fields)
    assert "Type your vault password once more." in again.content.decode(), "it counts once"
    assert HandOver.objects.count() == 1


def after_five_minutes() -> float:
    return time.monotonic() + 301


def test_after_five_minutes_and_in_other_hands_the_password_is_asked_again(
    as_owner, browser_of, noted, in_process_vault, monkeypatch
):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    other = browser_of(Role.OWNER, Role.SALES, unlocked=True)
    refused = once_more(other, where(noted), page, fields).content.decode()
    assert "Type your vault password once more." in refused
    assert 'name="vault_password"' in refused
    late = as_owner.post(where(noted), fields).content.decode()
    monkeypatch.setattr(in_process_vault.server.sessions, "_monotonic", after_five_minutes)
    refused = once_more(as_owner, where(noted), late, fields).content.decode()
    assert "Type your vault password once more." in refused
    assert NOTE in unescape(refused), "what was looked through stays on the page"
    assert not HandOver.objects.exists()


def test_what_was_typed_stays_when_the_password_is_wrong(as_owner, noted):
    fields = fields_of(as_owner, where(noted))
    page = as_owner.post(where(noted), fields).content.decode()
    number = number_of(page, "Zonnebloem")
    typed = {f"text-{number}": f"[[{NOTE}]]", "vault_password": "niet dit wachtwoord", "grant": ""}
    again = handed_once(as_owner, where(noted), fields, page, **typed).content.decode()
    assert f"[[{NOTE}]]" in unescape(again)
    assert "alert-danger" in again or 'class="field-error"' in again
    data = data_in(handed_once(as_owner, where(noted), fields, again), fields)
    assert "Zonnebloem" not in data


def test_many_texts_come_so_many_at_a_time(as_owner, owner, monkeypatch):
    from klantkluis.customers.commands import note_contact
    from klantkluis.office.privacy.access import texts

    monkeypatch.setattr(texts, "MOST", 2)
    customer_id = a_customer(owner)
    for number in range(5):
        note_contact(
            customer_id=customer_id, text=f"Notitie {number}", means="phone", direction="in",
            actor=owner,
        )  # fmt: skip
    fields, seen = fields_of(as_owner, where(customer_id)), []
    answer = as_owner.post(where(customer_id), fields)
    while not answer.streaming:
        page = answer.content.decode()
        seen.append(re.findall(r"Notitie \d", page))
        assert ("Keep this and go on" in page) == (len(seen) < 3)
        answer = as_owner.post(where(customer_id), fields | typed_on(page))
    assert [len(each) for each in seen] == [2, 2, 1]
    every = sorted(note for notes in seen for note in notes)
    assert every == [f"Notitie {number}" for number in range(5)]
    assert Redaction.objects.count() == 5


def test_a_very_long_text_comes_alone(as_owner, owner, monkeypatch):
    from klantkluis.customers.commands import note_contact
    from klantkluis.office.privacy.access import texts

    monkeypatch.setattr(texts, "MOST_SIGNS", 10)
    customer_id = a_customer(owner)
    for _time in range(2):
        note_contact(
            customer_id=customer_id, text="Een lange notitie", means="phone", direction="in",
            actor=owner,
        )  # fmt: skip
    page = as_owner.post(where(customer_id), fields_of(as_owner, where(customer_id)))
    assert typed_on(page.content.decode())["texts"] == "1"


def test_a_text_that_is_gone_meanwhile_is_passed_over(as_owner, noted):
    fields = fields_of(as_owner, where(noted))
    sent = typed_on(as_owner.post(where(noted), fields).content.decode())
    sent["place-0"] = "customers.ContactNote:4711:text"
    answer = as_owner.post(where(noted), fields | sent)
    assert is_a_page_of_texts(answer), "the text that is there was not looked at"
    assert typed_on(answer.content.decode())["texts"] == "1"


def test_an_age_file_opens_with_the_words_that_were_shown(as_owner, els):
    fields = fields_of(as_owner, where(els)) | {"way": "age"}
    answer = handed(as_owner, where(els), fields)
    assert re.fullmatch(
        r'attachment; filename="gegevens-\d{4}-\d\d-\d\d\.zip\.age"', answer["Content-Disposition"]
    )
    packed = b"".join(answer.streaming_content)
    plain = pyrage.passphrase.decrypt(packed, fields["passphrase"].partition(":")[0])
    with ZipFile(BytesIO(plain)) as file:
        assert file.testzip() is None
        assert json.loads(file.read("data.json"))["kind"] == "access"
    assert b"Jansen" not in packed
    end = HandOverEnd.objects.select_related("hand_over").get()
    assert (end.hand_over.way, bytes(end.sha256)) == ("age", hashlib.sha256(packed).digest())
    assert "age file" in as_owner.get(where(els)).content.decode()


def test_an_age_file_for_a_key_opens_with_the_other_half_only(as_owner, els):
    key = pyrage.x25519.Identity.generate()
    fields = fields_of(as_owner, where(els)) | {"way": "age", "age_key": str(key.to_public())}
    packed = b"".join(handed(as_owner, where(els), fields).streaming_content)
    assert pyrage.decrypt(packed, [key])[:2] == b"PK"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(packed, [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize(
    ("way", "key", "sentence"),
    [
        ("age", "age1mistyped", "This is no public age key"),
        ("age", "AGE-SECRET-KEY-1GFPYYSJZGF", "This is a secret key"),
        ("zip", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
         "A key goes with an age file only"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_refused_in_one_sentence(as_owner, els, way, key, sentence):
    fields = fields_of(as_owner, where(els)) | {"way": way, "age_key": key}
    assert sentence in as_owner.post(where(els), fields).content.decode()
    assert not HandOver.objects.exists()


def test_the_page_learns_by_its_mark_that_the_file_comes(as_owner, els):
    fields = fields_of(as_owner, where(els)) | {"begun": "0123456789abcdef"}
    cookie = handed(as_owner, where(els), fields).cookies["begun"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (
        "0123456789abcdef", where(els), "Strict",
    )  # fmt: skip
    assert cookie["max-age"] == 60
    for wrong in ("", "x; path=/", "0123456789ABCDEF"):
        answer = handed(as_owner, where(els), fields | {"begun": wrong})
        assert "begun" not in answer.cookies


def test_the_request_that_is_answered_comes_with_the_form(as_owner, els):
    path = f"{where(els)}?request=7f0c1d5e-0000-4000-8000-000000000001"
    page = as_owner.get(path).content.decode()
    assert 'name="request" value="7f0c1d5e-0000-4000-8000-000000000001"' in page
    fields = fields_of(as_owner, path) | {"request": "7f0c1d5e-0000-4000-8000-000000000001"}
    b"".join(handed(as_owner, where(els), fields).streaming_content)
    assert str(HandOver.objects.get().request)[:8] == "7f0c1d5e"


def test_who_wants_to_look_where_there_is_no_text_is_told_so_and_nothing_leaves(as_owner, owner):
    path = where(a_customer(owner))
    answer = as_owner.post(path, fields_of(as_owner, path) | {"look": "1"})
    assert "Nobody but the person typed a text" in answer.content.decode()
    assert not HandOver.objects.exists()
    assert as_owner.post(path, fields_of(as_owner, path)).streaming
