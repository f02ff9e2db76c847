"""An expected no is a clear page, or for htmx a note among the messages; nothing else of it."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from klantkluis.core.refusals import Refusal
from klantkluis.foundation.actors import NotAllowed
from klantkluis.foundation.sealing import RowChanged
from klantkluis.office.access.permissions import allow
from klantkluis.office.urls import urlpatterns as office
from klantkluis.vault.refusals import LimitReached, RowDoesNotOpen, VaultLocked
from klantkluis.vault.refusals import NotAllowed as VaultNotAllowed

CASES = {
    "refusal": (Refusal("The box is full."), 409, "The box is full."),
    "not-allowed": (NotAllowed("Not you."), 403, "Not you."),
    "vault-not-allowed": (VaultNotAllowed(), 403, "Your role does not allow this."),
    "changed": (RowChanged("Somebody was faster."), 409, "Somebody was faster."),
    "limit": (LimitReached(), 409, "ery many customers"),
    "locked": (VaultLocked(), 409, "The vault is locked"),
    "broken": (RowDoesNotOpen(), 500, "A record does not open"),
}


@allow()
def refuse(request, case: str) -> HttpResponse:
    raise CASES[case][0]


@allow()
def fail(request) -> HttpResponse:
    raise RuntimeError("Jansen, Kerkstraat 12")


urlpatterns = [path("refuse/<str:case>/", refuse), path("fail/", fail), *office]
handler500 = "klantkluis.office.errors.our_mistake"


@pytest.fixture
def client(browser_of) -> Client:
    with override_settings(ROOT_URLCONF=__name__):
        yield browser_of()


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_is_a_page_that_says_what_to_do(client, case):
    _refusal, status, sentence = CASES[case]
    answer = client.get(f"/refuse/{case}/")
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("case", CASES)
def test_for_htmx_a_refusal_is_a_note_among_the_messages(client, case):
    answer = client.get(f"/refuse/{case}/", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#messages"
    page = answer.content.decode()
    assert "<html" not in page
    assert CASES[case][2] in page


def test_a_mistake_of_ours_shows_nothing_of_any_person(client):
    client.raise_request_exception = False
    answer = client.get("/fail/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Jansen" not in page
    assert "RuntimeError" not in page
    assert "Our mistake" in page or "Onze fout" in page
