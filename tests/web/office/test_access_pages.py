"""Handing somebody their data: by the owner only, with the vault password, and noted."""

import hashlib
import json
import re
from io import BytesIO

import pytest
import pyzipper
from django.db import DatabaseError, transaction

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Event
from klantkluis.privacy.models import HandOver, HandOverEnd
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
    answer = as_owner.post(where(els), fields)
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
    answer = as_owner.post(where(els), fields_of(as_owner, where(els)))
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
    answer = as_owner.post(where(els), fields_of(as_owner, where(els)) | {"way": "paper"})
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "Uw gegevens bij ons" in said
    assert "Het krukje is onderweg" in said
    assert HandOverEnd.objects.get().size == len(answer.content)


def test_very_much_is_not_printed(as_owner, els, monkeypatch):
    from klantkluis.privacy.access import printing

    monkeypatch.setattr(printing, "MOST", 1)
    fields = fields_of(as_owner, where(els)) | {"way": "paper"}
    assert "too many to print" in as_owner.post(where(els), fields).content.decode()
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
    answer = as_owner.post(where(els), fields_of(as_owner, where(els)) | {"way": "site"})
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
    b"".join(as_owner.post(where(els), fields_of(as_owner, where(els))).streaming_content)
    for model in (HandOver, HandOverEnd):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(**({"way": "paper"} if model is HandOver else {"size": 1}))


def test_the_acts_name_nobody(as_owner, els):
    b"".join(as_owner.post(where(els), fields_of(as_owner, where(els))).streaming_content)
    about = [event.about for event in Event.objects.filter(name__startswith="package.")]
    assert len(about) == 2
    assert "Jansen" not in str(about)
