"""Paying at a provider: asked and never believed, told to the office once, and no name goes out."""

import re
from html import unescape

import msgspec
import pytest

from klantkluis.messages.outbox import Kind
from klantkluis.messages.published import ThingKind
from klantkluis.site import mail
from klantkluis.site.models import OnlinePayment
from klantkluis.site.shop import mollie as mollie_module
from support.fake_mollie import KEY, fake_mollie
from support.patience import SHORT
from web.site.conftest import SHOP

DETAILS = {
    "who": "consumer", "first_name": "Noor", "surname": "Zwart", "email": "noor@zwart.nl",
    "country": "NL", "postcode": "1234ab", "house_number": "12", "street": "Kade",
    "town": "Zaandam", "shipping": "parcel", "payment": "mollie",
}  # fmt: skip


@pytest.fixture
def mollie(office, monkeypatch):
    with fake_mollie() as it:
        monkeypatch.setenv("KLANTKLUIS_SITE_MOLLIE_KEY", KEY)
        monkeypatch.setenv("KLANTKLUIS_SITE_MOLLIE_URL", it.url)
        monkeypatch.setattr(mail, "send", lambda _mail: True)
        shop = msgspec.structs.replace(SHOP, payments=("transfer", "mollie"))
        office.publish((ThingKind.SHOP, "shop", shop))
        yield it


def text(response):
    return unescape(response.content.decode()).replace("\u00a0", " ")


def order(client):
    client.post("/cart/add/", {"sku": "0101"})
    screen = text(client.post("/checkout/", DETAILS))
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', screen)
    return client.post("/checkout/order/", dict(found))


def thanks_of(mollie) -> str:
    (_, _, said) = next(each for each in mollie.asked if each[0] == "POST")
    return said["redirectUrl"].removeprefix("http://testserver")


def statuses(office) -> list[str]:
    return [letter.status for kind, letter in office.letters() if kind is Kind.PAYMENT]


def webhook(client, payment_id="tr_00001"):
    return client.post("/payments/mollie/", {"id": payment_id})


def test_the_order_stands_and_the_customer_is_taken_to_the_provider(office, client, mollie):
    response = order(client)
    assert response.status_code == 200
    assert response["Refresh"] == f"0; url={mollie.url}/pay/tr_00001"
    assert f'href="{mollie.url}/pay/tr_00001"' in text(response)
    (kind, letter) = office.letters()[0]
    assert (kind, letter.payment, letter.gross_cents) == (Kind.ORDER, "mollie", 2990)
    row = OnlinePayment.objects.get()
    assert (row.order, row.reference, row.amount_cents) == (letter.uid, letter.reference, 2990)
    assert row.status == "open"


def test_no_name_and_no_address_goes_to_the_provider(office, client, mollie):
    order(client)
    said = repr(mollie.asked)
    assert not any(word in said for word in ("Noor", "Zwart", "Kade", "1234", "Zaandam"))
    (_, path, body) = mollie.asked[0]
    assert path == "/v2/payments"
    assert set(body) == {
        "amount", "description", "redirectUrl", "webhookUrl", "locale", "method",
    }  # fmt: skip
    assert body["webhookUrl"] == "http://testserver/payments/mollie/"
    assert body["method"] == ["ideal", "bancontact", "creditcard"]
    assert (
        "X-Mollie-Client-Info" not in mollie.headers[0]
        or not (mollie.headers[0]["X-Mollie-Client-Info"])
    )


def test_a_payment_that_arrived_is_told_once_however_often_it_is_heard(office, client, mollie):
    order(client)
    mollie.becomes("tr_00001", "paid")
    for _ in range(3):
        assert webhook(client).status_code == 200
    assert "Uw betaling is binnen." in text(client.get(thanks_of(mollie)))
    assert statuses(office) == ["paid"]
    (_, seen) = office.letters()[-1]
    assert (seen.payment_id, seen.provider, seen.amount_cents) == ("tr_00001", "mollie", 2990)
    assert seen.order == office.letters()[0][1].uid


def test_who_comes_back_before_the_provider_told_anything_sees_how_it_stands(
    office, client, mollie
):
    order(client)
    assert "nog niet binnen" in text(client.get(thanks_of(mollie)))
    mollie.becomes("tr_00001", "paid")
    assert "Uw betaling is binnen." in text(client.get(thanks_of(mollie)))
    assert statuses(office) == ["paid"]
    webhook(client)
    assert statuses(office) == ["paid"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("canceled", "De betaling is afgebroken."),
        ("expired", "De betaling duurde te lang"),
        ("failed", "De betaling is niet gelukt."),
    ],
)
def test_a_payment_that_failed_can_be_tried_once_more(office, client, mollie, status, words):
    order(client)
    mollie.becomes("tr_00001", status)
    page = text(client.get(thanks_of(mollie)))
    assert words in page
    assert "NL91ABNA0417164300" in page
    again = client.post(f"{thanks_of(mollie)}pay/")
    assert again["Refresh"].endswith("/pay/tr_00002")
    mollie.becomes("tr_00002", "paid")
    webhook(client, "tr_00002")
    webhook(client, "tr_00001")
    assert statuses(office) == [status, "paid"]
    assert OnlinePayment.objects.count() == 1


def test_nobody_pays_twice_a_payment_that_is_open_is_gone_on_with(office, client, mollie):
    order(client)
    again = client.post(f"{thanks_of(mollie)}pay/")
    assert again["Refresh"].endswith("/pay/tr_00001")
    mollie.becomes("tr_00001", "paid")
    paid = client.post(f"{thanks_of(mollie)}pay/")
    assert paid.status_code == 303
    assert len(mollie.payments) == 1


def test_what_somebody_claims_of_a_payment_is_not_believed(office, client, mollie):
    order(client)
    client.post("/payments/mollie/", {"id": "tr_00001", "status": "paid"})
    for odd in ("tr_99999", "", "x" * 5000, "\x00", "tr_00001\n", "../payments"):
        assert webhook(client, odd).status_code == 200
    assert client.get("/payments/mollie/").status_code == 405
    assert statuses(office) == []
    assert OnlinePayment.objects.get().status == "open"


def test_an_id_that_is_not_ours_is_not_even_asked_about(office, client, mollie):
    order(client)
    before = len(mollie.asked)
    webhook(client, "tr_99999")
    assert len(mollie.asked) == before


def test_another_amount_is_no_payment_of_the_order(office, client, mollie):
    order(client)
    mollie.becomes("tr_00001", "paid", amount={"currency": "EUR", "value": "0.01"})
    webhook(client)
    assert statuses(office) == []


def test_a_payment_that_was_paid_back_is_told(office, client, mollie):
    order(client)
    mollie.becomes("tr_00001", "paid")
    webhook(client)
    mollie.becomes("tr_00001", "paid", amountRefunded={"currency": "EUR", "value": "29.90"})
    webhook(client)
    assert statuses(office) == ["paid", "refunded"]
    assert "terugbetaald" in text(client.get(thanks_of(mollie)))


@pytest.mark.parametrize("mood", ["down", "odd", "garbage"])
def test_a_provider_that_is_down_costs_no_order(office, client, mollie, mood):
    mollie.mood = mood
    response = order(client)
    assert response.status_code == 303
    page = text(client.get(response["Location"]))
    assert "antwoordt op dit moment niet" in page
    assert "NL91ABNA0417164300" in page
    assert [kind for kind, _ in office.letters()] == [Kind.ORDER]
    mollie.mood = "well"
    path = response["Location"].partition("?")[0]
    assert client.post(f"{path}pay/")["Refresh"].endswith("/pay/tr_00001")


def test_a_provider_that_is_slow_is_not_waited_for(office, client, mollie, monkeypatch):
    monkeypatch.setattr(mollie_module, "SECONDS", (SHORT, SHORT))
    mollie.mood = "slow"
    response = order(client)
    assert response["Location"].endswith("?said=down")


def test_a_change_that_could_not_be_asked_about_is_told_again_later(office, client, mollie):
    order(client)
    mollie.mood = "down"
    assert webhook(client).status_code == 503
    mollie.mood = "well"
    mollie.becomes("tr_00001", "paid")
    assert webhook(client).status_code == 200
    assert statuses(office) == ["paid"]


def test_nothing_of_an_answer_is_logged(office, client, mollie, caplog):
    with caplog.at_level("DEBUG"):
        order(client)
        mollie.mood = "garbage"
        webhook(client)
    assert "NAME THAT" not in caplog.text
    assert "tr_00001" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("klantkluis")
    )


def test_without_a_key_online_payment_is_not_offered(office, client, mollie, monkeypatch):
    monkeypatch.setenv("KLANTKLUIS_SITE_MOLLIE_KEY", "")
    client.post("/cart/add/", {"sku": "0101"})
    assert 'value="mollie"' not in text(client.get("/checkout/"))


def test_only_an_order_that_is_paid_online_can_be_paid_there(office, client, mollie):
    client.post("/cart/add/", {"sku": "0101"})
    screen = text(client.post("/checkout/", DETAILS | {"payment": "transfer"}))
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', screen)
    response = client.post("/checkout/order/", dict(found))
    assert client.post(f"{response['Location']}pay/").status_code == 404


def test_a_payment_of_long_ago_is_forgotten(office, client, mollie):
    order(client)
    OnlinePayment.objects.update(hour=0)
    order(client)
    assert OnlinePayment.objects.count() == 1
    assert OnlinePayment.objects.get().hour > 0
