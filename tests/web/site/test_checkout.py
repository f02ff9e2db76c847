"""From the cart to a sealed order: what stands on the last screen is what the office gets."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from uuid import uuid4

import msgspec
import pytest

from klantkluis.messages import wire
from klantkluis.messages.letters import OrderPlaced
from klantkluis.messages.outbox import START, Kind, check_chain
from klantkluis.messages.published import PriceStep, ThingKind
from klantkluis.site import mail, outbox
from klantkluis.site.models import OfficeLink, OutboxMessage
from klantkluis.site.shop.placed import Placed, placed
from klantkluis.site.shop.tokens import Thanks
from web.site.conftest import SHOP

DETAILS = {
    "who": "consumer", "first_name": "Noor", "surname": "van der Zwart", "email": "noor@zwart.nl",
    "country": "NL", "postcode": "1234ab", "house_number": "12", "house_number_addition": "b",
    "street": "Kade", "town": "Zaandam", "shipping": "parcel", "payment": "transfer",
}  # fmt: skip
CANARIES = ("Noor", "Zwart", "noor@zwart.nl", "Kade", "1234", "Zaandam")


@pytest.fixture
def posted(monkeypatch):
    """Gather what is mailed, and take it or not."""
    sent = []
    monkeypatch.setattr(mail, "send", lambda it: sent.append(it) or posted_taken[0])
    posted_taken[0] = True
    return sent


posted_taken = [True]


@pytest.fixture
def shopper(office, client, posted):
    client.post("/cart/add/", {"sku": "0101", "quantity": "2"})
    return client


def text(response):
    return unescape(response.content.decode()).replace("\u00a0", " ")


def hidden(response):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text(response))
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def review(client, root="/", **parts):
    response = client.post(f"{root}checkout/", DETAILS | parts)
    assert response.status_code == 200, text(response)
    assert "obligation" in text(response) or "betalingsverplichting" in text(response)
    return response


def order(client, root="/", **parts):
    return client.post(f"{root}checkout/order/", hidden(review(client, root, **parts)))


def ordered(office) -> OrderPlaced:
    ((kind, letter),) = office.letters()
    assert kind is Kind.ORDER
    assert isinstance(letter, OrderPlaced)
    return letter


def test_an_order_is_sealed_with_everything_that_stood_on_the_screen(office, shopper, posted):
    screen = review(shopper)
    assert "€ 54,85" in text(screen)
    assert "€ 4,95" in text(screen)
    assert ">Bestelling met betalingsverplichting</button>" in text(screen)
    response = shopper.post("/checkout/order/", hidden(screen))
    letter = ordered(office)
    assert response.status_code == 303
    assert (letter.gross_cents, letter.net_cents, letter.vat_cents) == (5485, 4533, 952)
    assert letter.lines[0].unit_price == Decimal("24.95")
    assert (letter.lines[0].quantity, letter.lines[0].amount_cents) == (2, 4990)
    assert letter.shipping is not None
    assert (letter.shipping.method, letter.shipping.amount_cents) == ("parcel", 495)
    assert (letter.basis, letter.business, letter.payment) == ("gross", False, "transfer")
    assert (letter.who.surname_prefix, letter.who.surname) == ("van der", "Zwart")
    assert (letter.address.postcode, letter.address.house_number) == ("1234 AB", "12")
    assert letter.address.house_number_addition == "b"
    assert (letter.terms, letter.statement) == ("t1", "p1")
    assert letter.mailed
    assert re.fullmatch(r"W-[0-9A-Z]{4}-[0-9A-Z]{4}", letter.reference)
    assert letter.newsletter is None


def test_the_confirmation_says_all_that_the_law_wants_on_a_durable_medium(office, shopper, posted):
    order(shopper, remarks="Bel aan bij de buren")
    (it,) = posted
    letter = ordered(office)
    assert it.to == "noor@zwart.nl"
    said = it.text.replace("\u00a0", " ")
    for words in (
        letter.reference, "€ 54,85", "Btw 21%: € 9,52", "Plank 0101", "1-2 werkdagen", "NL91ABNA",
        "Voorbeeld BV", "Marktstraat 1", "12345678", "Modelformulier", "/withdraw/", "Wettelijke",
        "Noor van der Zwart", "Kade 12 b", "Bel aan bij de buren", "/contact/",
    ):  # fmt: skip
        assert words in said
    assert "&" not in said
    (file,) = it.files
    assert file.data.decode().startswith("Voorwaarden\n\nZo verkopen wij.")


def test_the_cart_is_empty_after_the_order_and_the_page_says_thanks(office, shopper):
    response = order(shopper)
    assert shopper.cookies["cart"].value == ""
    page = shopper.get(response["Location"])
    letter = ordered(office)
    assert letter.reference in text(page)
    assert "onderweg naar uw e-mailadres" in text(page)
    drawn = shopper.get(re.search(r'class="qr" src="([^"]+)"', text(page))[1])
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert "NL91ABNA0417164300" in text(page)
    assert page["Cache-Control"] == "no-store"


def test_nothing_personal_is_in_an_address_a_cookie_or_a_row(office, shopper):
    response = order(shopper)
    for where in (response["Location"], str(shopper.cookies)):
        assert not any(each in where for each in CANARIES)
    row = OutboxMessage.objects.get()
    assert not any(each.encode() in bytes(row.sealed) for each in CANARIES)


def test_a_form_that_is_sent_twice_is_one_order(office, shopper, posted):
    fields = hidden(review(shopper))
    cart = shopper.cookies["cart"].value
    first = shopper.post("/checkout/order/", fields)
    shopper.cookies["cart"] = cart
    second = shopper.post("/checkout/order/", fields)
    assert (first.status_code, second.status_code) == (303, 303)
    letter = ordered(office)
    assert letter.reference in text(shopper.get(second["Location"]))
    assert len(posted) == 1
    assert shopper.cookies["cart"].value == ""
    placed.forget()
    shopper.post("/cart/add/", {"sku": "0101", "quantity": "1"})
    third = shopper.post("/checkout/order/", fields)
    assert letter.reference in text(shopper.get(third["Location"]))
    assert "De bevestiging komt per e-mail" in text(shopper.get(third["Location"]))
    assert shopper.cookies["cart"].value == "0101*1"


def test_a_form_that_is_sent_again_after_the_office_took_the_order_says_thanks(office, shopper):
    fields = hidden(review(shopper))
    first = shopper.post("/checkout/order/", fields)
    letter = ordered(office)
    office.acknowledge()
    assert OutboxMessage.objects.count() == 0
    second = shopper.post("/checkout/order/", fields)
    assert second.status_code == 303
    for response in (first, second):
        page = text(shopper.get(response["Location"]))
        assert letter.reference in page
        assert "onderweg naar uw e-mailadres" in page
    assert OutboxMessage.objects.count() == 0


def test_after_a_restart_it_is_said_that_the_order_may_have_been_placed(office, shopper):
    fields = hidden(review(shopper))
    shopper.post("/checkout/order/", fields)
    letter = ordered(office)
    office.acknowledge()
    placed.forget()
    response = shopper.post("/checkout/order/", fields)
    assert response.status_code == 409
    assert letter.reference in text(response)
    assert "misschien al geplaatst" in text(response)


def test_orders_are_remembered_for_an_hour_and_within_bounds():
    now = [0.0]
    memory = Placed(most=3, clock=lambda: now[0])
    each = [Thanks(uuid4(), 100, "transfer", mailed=True) for _ in range(5)]
    for thanks in each:
        memory.add(thanks)
    assert [memory.get(it.uid) is not None for it in each] == [False, False, True, True, True]
    now[0] = 3601.0
    assert memory.get(each[4].uid) is None
    memory.add(each[0])
    assert len(memory) == 1


def test_a_mail_that_was_not_taken_is_told_to_both_sides(office, shopper, posted):
    posted_taken[0] = False
    response = order(shopper)
    assert not ordered(office).mailed
    assert "kon zojuist niet worden gemaild" in text(shopper.get(response["Location"]))


def test_an_order_that_the_office_may_have_read_is_not_said_otherwise(office, shopper, monkeypatch):
    def while_pulling(_mail):
        office.ask(wire.Verb.PULL, wire.Pull(after=0))
        return True

    monkeypatch.setattr(mail, "send", while_pulling)
    before = OfficeLink.objects.get().last_chain
    order(shopper)
    assert not ordered(office).mailed
    row = OutboxMessage.objects.get()
    assert bytes(OfficeLink.objects.get().last_chain) == bytes(row.chain) != bytes(before)


def test_the_chain_holds_when_orders_come_while_another_is_mailed(office, shopper, monkeypatch):
    client, fields = shopper, hidden(review(shopper))
    other = hidden(review(shopper))
    cart, calls = shopper.cookies["cart"].value, []

    def while_another_orders(_mail):
        calls.append(1)
        if len(calls) == 1:
            client.cookies["cart"] = cart
            client.post("/checkout/order/", other)
        return True

    monkeypatch.setattr(mail, "send", while_another_orders)
    shopper.post("/checkout/order/", fields)
    rows = outbox.waiting(0, 10)
    seq, chain = check_chain(rows, seq=0, chain=START)
    link_row = OfficeLink.objects.get()
    assert (seq, chain) == (2, bytes(link_row.last_chain))
    assert [letter.mailed for _, letter in office.letters()] == [True, True]


def test_an_order_waits_on_the_disk_before_anything_is_mailed(office, shopper, monkeypatch):
    def dying(_mail):
        assert OutboxMessage.objects.count() == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(mail, "send", dying)
    fields = hidden(review(shopper))
    with pytest.raises(KeyboardInterrupt):
        shopper.post("/checkout/order/", fields)
    assert not ordered(office).mailed


def test_a_price_that_changed_in_between_orders_nothing(office, shopper, make_product):
    fields = hidden(review(shopper))
    steps = (PriceStep(valid_from=date(2026, 1, 1), unit_price=Decimal("29.95"), basis="gross"),)
    office.publish((ThingKind.PRODUCT, "0101", make_product(prices=steps)))
    response = shopper.post("/checkout/order/", fields)
    assert response.status_code == 200
    assert "Er is nog niets besteld" in text(response)
    assert "Het totaal was € 54,85 en is nu € 64,85" in text(response)
    assert office.letters() == []
    assert shopper.post("/checkout/order/", hidden(response)).status_code == 303
    assert ordered(office).gross_cents == 6485


def test_stock_that_ran_out_in_between_orders_nothing(office, shopper, make_product):
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, stock="number")))
    fields = hidden(review(shopper))
    product = make_product(stock=1, sell_without_stock=False)
    office.publish((ThingKind.PRODUCT, "0101", product))
    response = shopper.post("/checkout/order/", fields)
    assert "zijn er minder dan u wilde" in text(response)
    assert office.letters() == []


def test_what_was_agreed_cannot_be_made_up(office, shopper):
    fields = hidden(review(shopper))
    for seen in ("", "x", fields["seen"][:-2] + "xx"):
        response = shopper.post("/checkout/order/", fields | {"seen": seen})
        assert (response.status_code, response["Location"]) == (303, "/checkout/")
    assert office.letters() == []


def test_orders_need_the_token_of_the_form(office, posted):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.post("/cart/add/", {"sku": "0101"})
    assert strict.post("/checkout/", DETAILS).status_code == 403
    assert strict.post("/checkout/order/", DETAILS).status_code == 403


def test_a_firm_orders_without_vat_in_the_prices_and_pays_it_until_its_number_is_checked(
    office, shopper
):
    firm = {
        "who": "business", "company": "Zwart BV", "vat_number": "BE0428759497", "country": "BE",
        "postcode": "2000", "town": "Antwerpen", "their_reference": "PO 7",
    }  # fmt: skip
    screen = text(review(shopper, **firm))
    assert "Totaal zonder btw" in screen
    assert "€ 20,6198" in screen
    assert "btw verlegd" in screen
    order(shopper, **firm)
    letter = ordered(office)
    assert (letter.basis, letter.business) == ("net", True)
    assert letter.lines[0].unit_price == Decimal("20.6198")
    assert letter.lines[0].rate_bp == 2100
    assert letter.net_cents + letter.vat_cents == letter.gross_cents
    assert (letter.who.vat_number, letter.their_reference) == ("BE0428759497", "PO 7")


def test_consumers_elsewhere_pay_the_vat_of_their_country_when_that_holds(office, shopper):
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, destination=True)))
    order(shopper, country="DE", postcode="10115", town="Berlin")
    letter = ordered(office)
    assert {letter.lines[0].rate_bp, letter.shipping.rate_bp} == {1900}
    assert letter.gross_cents == 5485


def test_who_charges_no_vat_charges_none(office, shopper):
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, small_business=True)))
    order(shopper)
    letter = ordered(office)
    assert (letter.vat_cents, letter.gross_cents, letter.lines[0].rate_bp) == (0, 5485, 0)


def test_it_can_be_delivered_elsewhere(office, shopper):
    order(shopper, elsewhere="on", to_name="Piet", to_country="BE", to_street="Laan",
          to_house_number="3", to_postcode="9000", to_town="Gent")  # fmt: skip
    letter = ordered(office)
    assert letter.deliver_to is not None
    assert (letter.deliver_to.name, letter.deliver_to.country) == ("Piet", "BE")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"surname": ""}, "Achternaam"),
        ({"email": "noor"}, "Dit is geen e-mailadres."),
        ({"postcode": "12"}, "Klopt deze postcode?"),
        ({"house_number": ""}, "Zonder dit deel van het adres komt de post niet aan."),
        ({"remarks": "Betaal terug op NL91ABNA0417164300"}, "bankrekeningnummer"),
        ({"who": "business"}, "Hoe heet het bedrijf?"),
        ({"who": "business", "company": "X", "vat_number": "NL1"}, "geen btw-nummer"),
        ({"country": "US", "postcode": "10001"}, "gaat niet naar het land"),
        ({"shipping": "rocket"}, "Bezorging"),
        ({"payment": "gold"}, "Betaling"),
        (
            {"elsewhere": "on", "to_country": "NL"},
            "Zonder dit deel van het adres komt de post niet aan.",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    office, shopper, wrong, words
):
    response = shopper.post("/checkout/", DETAILS | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert 'class="errors"' in text(response)
    assert 'value="Zaandam"' in text(response)
    assert "NL91ABNA" not in text(response).split("<textarea")[0]
    assert office.letters() == []


def test_details_can_be_changed_from_the_last_screen(office, shopper):
    response = shopper.post("/checkout/", hidden(review(shopper)) | {"step": "details"})
    assert 'value="Zaandam"' in text(response)
    assert 'class="errors"' not in text(response)


def test_a_parcel_that_is_too_heavy_is_not_offered(office, client, make_product, posted):
    office.publish((ThingKind.PRODUCT, "0101", make_product(weight_grams=12_000)))
    client.post("/cart/add/", {"sku": "0101", "quantity": "2"})
    page = text(client.get("/checkout/"))
    assert "“Pakket” kan niet: daarvoor is deze bestelling te zwaar." in page
    assert "Ophalen" in page
    only_parcels = msgspec.structs.replace(SHOP, shipping=SHOP.shipping[:1])
    office.publish((ThingKind.SHOP, "shop", only_parcels))
    assert "Te zwaar om te versturen" in text(client.get("/checkout/"))


def test_heavier_costs_more_and_much_goods_may_go_free(office, client, make_product, posted):
    client.post("/cart/add/", {"sku": "0101", "quantity": "3"})
    assert "€ 7,95" in text(review(client))
    free = msgspec.structs.replace(SHOP.shipping[0], free_from_cents=7000)
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, shipping=(free,))))
    order(client)
    assert ordered(office).shipping.amount_cents == 0


def test_one_can_always_pay_afterwards(office, shopper):
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, payments=("mollie",))))
    page = text(shopper.get("/checkout/"))
    assert 'value="invoice"' in page
    assert 'value="mollie"' not in page


def test_services_are_not_sent(office, client, make_product, posted):
    office.publish((ThingKind.PRODUCT, "0101", make_product(supply="services")))
    client.post("/cart/add/", {"sku": "0101"})
    assert 'name="shipping"' not in text(client.get("/checkout/"))
    order(client)
    assert ordered(office).shipping is None


def test_the_newsletter_is_an_empty_box_and_a_yes_is_evidence(office, shopper):
    page = text(shopper.get("/checkout/"))
    assert re.search(r'<input type="checkbox" name="newsletter"[^>]*>', page)
    assert "checked" not in re.search(r'<input type="checkbox" name="newsletter"[^>]*>', page)[0]
    order(shopper, newsletter="on")
    consent = ordered(office).newsletter
    assert (consent.wording, consent.text) == (1, "Ja, ik wil de nieuwsbrief ontvangen")
    assert consent.confirmed_at is None


def test_a_shop_that_is_being_mended_keeps_the_cart_and_takes_no_order(office, shopper):
    fields = hidden(review(shopper))
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, maintenance=True)))
    for response in (shopper.get("/checkout/"), shopper.post("/checkout/order/", fields)):
        assert response.status_code == 503
        assert "neemt op dit moment geen bestellingen aan" in text(response)
    assert "Plank 0101" in text(shopper.get("/cart/"))
    assert office.letters() == []


def test_without_a_key_nothing_is_ordered_and_the_cart_stays(office, shopper, posted):
    fields = hidden(review(shopper))
    office.ask(wire.Verb.PUBLISH, wire.Publish(gone=(("key", "1"),)))
    assert shopper.post("/checkout/order/", fields).status_code == 503
    assert shopper.cookies["cart"].value
    assert posted == []


def test_the_checkout_is_there_in_english(office, shopper):
    response = order(shopper, root="/en/")
    assert response["Location"].startswith("/en/thanks/")
    assert "Thank you for your order" in text(shopper.get(response["Location"]))
    assert ordered(office).language == "en"
    assert ordered(office).lines[0].name == "Shelf 0101"


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "x" * 3000])
def test_a_made_up_page_of_thanks_is_no_page(office, client, token):
    assert client.get(f"/thanks/{token}/").status_code == 404


def test_an_empty_cart_leads_back_to_the_cart(office, client):
    assert client.get("/checkout/")["Location"] == "/cart/"


def test_the_profile_of_an_account_fills_the_form(office, shopper, monkeypatch):
    from uuid import uuid4

    from klantkluis.messages.letters import Address, Person
    from klantkluis.site.account.current import CurrentProfile
    from klantkluis.site.shop import ordering
    from klantkluis.site.shop.views import checkout

    mine = CurrentProfile(
        uuid4(), Person(first_name="Sanne", surname="Groen"),
        Address(street="Singel", house_number="4", postcode="1015 AB", town="Amsterdam"),
    )  # fmt: skip
    for module in (checkout, ordering):
        monkeypatch.setattr(module, "current_profile", lambda _request: mine)
    page = text(shopper.get("/checkout/"))
    assert 'value="Groen"' in page
    assert 'value="Singel"' in page
    order(shopper)
    assert ordered(office).account == mine.account


def test_anybody_may_collect_wherever_they_live(office, shopper):
    order(shopper, country="FR", postcode="75001", town="Paris", shipping="pick-up")
    letter = ordered(office)
    assert (letter.address.country, letter.shipping.method) == ("FR", "pick-up")
    assert letter.lines[0].rate_bp == 2100


def test_from_which_amount_sending_is_free_does_not_depend_on_who_buys(office, shopper):
    free = msgspec.structs.replace(SHOP.shipping[0], free_from_cents=4990)
    office.publish((ThingKind.SHOP, "shop", msgspec.structs.replace(SHOP, shipping=(free,))))
    assert "gratis" in text(shopper.get("/checkout/"))
    order(shopper, who="business", company="Zwart BV")
    assert ordered(office).shipping.amount_cents == 0
