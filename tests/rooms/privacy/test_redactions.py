"""What is hidden of a text is in no byte of a package, and the package says that it is."""

import csv
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pyrage
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantkluis.billing.commands import receive_payment
from klantkluis.billing.models import Invoice, Payment
from klantkluis.core.roles import Role
from klantkluis.customers.commands import merge_customers, note_contact
from klantkluis.customers.erasing import is_erased
from klantkluis.customers.models import ContactNote
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.records import all_records
from klantkluis.privacy.access.ageing import for_words
from klantkluis.privacy.access.archive import age_file, archive
from klantkluis.privacy.access.data import as_json, schema
from klantkluis.privacy.access.hiding import Decision, How, Why, digest_of, everywhere
from klantkluis.privacy.access.left_out import is_left_out
from klantkluis.privacy.access.package import Package, PackageKind, looked_through
from klantkluis.privacy.access.paper import as_pdf
from klantkluis.privacy.access.queries import hand_overs_to
from klantkluis.privacy.access.typed import (
    AS_ISSUED,
    BY_MACHINES,
    FREE,
    NOT_FREE,
    THEIRS,
    typed_by_us,
)
from klantkluis.privacy.commands.handing_over import TextsUnread, Way, hand_over
from klantkluis.privacy.commands.redacting import decide_texts
from klantkluis.privacy.models import HandOverRedaction, Redaction
from klantkluis.privacy.retaining.sweeping import look, sweep
from klantkluis.shop.models import ShopPost
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.purposes import EVERY_FIELD, TABLES
from rooms.privacy.everything import a_full_customer, a_package
from rooms.privacy.forgetting import forget
from rooms.privacy.keys import Keys
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order
from support.paper_samples import text_of
from support.schemas import problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_company")]
NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
NOTE = "Belde samen met Wieger Zonnebloem over de kleur. Wieger Zonnebloem vindt blauw mooi."
SOMEBODY = "Wieger Zonnebloem"


def a_note(owner, customer_id: int, text: str) -> int:
    note_contact(customer_id=customer_id, text=text, means="phone", direction="in", actor=owner)
    return ContactNote.objects.latest("pk").pk


def hiding(package: Package, passage: str, why: Why = Why.SOMEBODY_ELSE) -> list[Decision]:
    """Decide on every text of a package: a passage goes, and the rest stays."""
    decisions = []
    for text in package.texts:
        start = text.text.find(passage)
        spans = everywhere(text.text, [(start, start + len(passage))]) if start >= 0 else ()
        how = How.PASSAGES if spans else How.AS_IT_IS
        digest = digest_of(text.text)
        decisions.append(Decision(text.place, digest, how, why if spans else None, spans))
    return decisions


def leaving_out(package: Package, kind: str) -> list[Decision]:
    return [
        Decision(text.place, digest_of(text.text), How.WHOLE, Why.RIGHTS_OF_OTHERS)
        if text.kind == kind
        else Decision(text.place, digest_of(text.text))
        for text in package.texts
    ]


def decide(owner, package: Package, decisions, now: datetime = NOW) -> None:
    decide_texts(subject=package.identity.uid, decisions=decisions, actor=owner, now=now)


def everything_in(package: Package) -> str:
    """Give all that can be read in a package, of its files and of its papers."""
    file = ZipFile(BytesIO(b"".join(archive(package, random=bytes))))
    read = {name: file.read(name) for name in file.namelist()}
    said = [text_of(data) for name, data in read.items() if name.endswith(".pdf")]
    said += [data.decode("utf-8", "replace") for data in read.values()]
    return " ".join("\n".join(said).split()) + "\n".join(read)


def test_what_is_hidden_is_in_no_byte_and_the_rest_is(owner):
    package = a_package(owner, a_full_customer(owner, note=NOTE))
    assert SOMEBODY in everything_in(package)
    decide(owner, package, hiding(package, SOMEBODY))
    said = everything_in(a_package(owner, package.identity.customer_id))
    assert SOMEBODY not in said
    assert "Zonnebloem" not in said
    assert "Belde samen met [weggelakt] over de kleur. [weggelakt] vindt blauw mooi." in said


LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    secret=st.text(LETTERS, min_size=9, max_size=20),
    before=st.sampled_from(["", "Belde met ", "é\n", "[[", "- "]),
    after=st.sampled_from(["", " over kleur", "\n\nen weer", "]].", ", ja"]),
    times=st.integers(1, 3),
    language=st.sampled_from(["nl", "en"]),
)
def test_whatever_is_hidden_is_in_no_byte_of_any_form(
    owner, secret, before, after, times, language
):
    with transaction.atomic():
        customer_id = a_customer(owner)
        a_note(owner, customer_id, before + secret + after + f" {secret}" * times)
        package = a_package(owner, customer_id, language=language)
        decide(owner, package, hiding(package, secret))
        package = a_package(owner, customer_id, language=language)
        assert package.unread == ()
        assert [each.passages for each in package.hidden] == [times + 1]
        assert secret not in everything_in(package)
        assert secret not in repr(package)
        transaction.set_rollback(True)


def test_the_package_says_what_was_hidden_how_much_why_and_where_to_complain(owner):
    customer_id = a_full_customer(owner, note=NOTE)
    package = a_package(owner, customer_id)
    package = looked_through(package, {one.place: one for one in hiding(package, SOMEBODY)})
    data = json.loads(b"".join(as_json(package)))
    assert problems(data, json.loads(schema())) == []
    (note,) = ContactNote.objects.all()
    assert data["hidden"] == [
        {"record": f"contact_note/{note.pk}", "field": "text", "how": "passages", "passages": 2,
         "reason": "somebody_else", "law": "GDPR art. 15(4)"},
    ]  # fmt: skip
    assert "[weggelakt]" in data["information"]["hidden"]
    said = " ".join(text_of(as_pdf(package)).split())
    for words in ("Wat wij hebben weggelakt", "2 passages", "het gaat over iemand anders",
                  "artikel 15 lid 4 AVG", "Autoriteit Persoonsgegevens"):  # fmt: skip
        assert words in said, words
    file = ZipFile(BytesIO(b"".join(archive(package, random=bytes))))
    (row,) = csv.DictReader(StringIO(file.read("tables/hidden.csv").decode("utf-8-sig")))
    assert (row["field"], row["how"], row["passages"]) == ("text", "passages", "2")
    assert "[weggelakt]" in file.read("LEESMIJ.txt").decode("utf-8-sig")


def test_where_nothing_was_hidden_nothing_is_said_of_it(owner):
    package = a_package(owner, a_full_customer(owner))
    data = json.loads(b"".join(as_json(package)))
    assert (data["hidden"], data["information"]["hidden"]) == ([], "")
    assert "weggelakt" not in text_of(as_pdf(package))
    assert "tables/hidden.csv" not in ZipFile(
        BytesIO(b"".join(archive(package, random=bytes)))
    ).namelist()  # fmt: skip


def test_a_text_can_be_left_out_as_a_whole(owner):
    package = a_package(owner, a_full_customer(owner, note=NOTE), language="en")
    decide(owner, package, leaving_out(package, "contact_note"))
    package = a_package(owner, package.identity.customer_id, language="en")
    said = everything_in(package)
    assert "blauw mooi" not in said
    assert "[text left out]" in said
    assert "1 text" in " ".join(text_of(as_pdf(package)).split())


def test_an_age_file_holds_the_same_with_the_same_hidden(owner):
    package = a_package(owner, a_full_customer(owner, note=NOTE))
    package = looked_through(package, {one.place: one for one in hiding(package, SOMEBODY)})
    packed = b"".join(age_file(package, for_words("een twee drie"), random=os.urandom))
    file = ZipFile(BytesIO(pyrage.passphrase.decrypt(packed, "een twee drie")))
    data = json.loads(file.read("data.json"))
    assert data["hidden"][0]["passages"] == 2
    assert SOMEBODY not in file.read("data.json").decode()


def test_a_package_of_which_a_text_was_not_looked_at_does_not_leave(owner):
    package = a_package(owner, a_full_customer(owner))
    assert package.unread
    with pytest.raises(TextsUnread):
        hand_over(package=package, way=Way.PAPER, actor=owner)


def test_with_nothing_to_look_at_nothing_is_asked(owner):
    package = a_package(owner, a_customer(owner))
    assert package.texts == ()
    assert hand_over(package=package, way=Way.PAPER, actor=owner)
    assert not Redaction.objects.exists()


def test_a_decision_is_proposed_again_for_the_same_words_only(owner):
    customer_id = a_customer(owner)
    first, second = a_note(owner, customer_id, NOTE), a_note(owner, customer_id, "Iets anders")
    package = a_package(owner, customer_id)
    decide(owner, package, hiding(package, SOMEBODY))
    again = a_package(owner, customer_id)
    assert again.unread == ()
    assert {place.row: one.how for place, one in again.decisions.items()} == {
        first: How.PASSAGES, second: How.AS_IT_IS,
    }  # fmt: skip
    changed = replace(
        again, texts=tuple(replace(each, text=each.text + "!") for each in again.texts)
    )
    assert len(looked_through(changed, again.decisions).unread) == 2


def test_the_last_decision_holds(owner):
    customer_id = a_customer(owner)
    a_note(owner, customer_id, NOTE)
    package = a_package(owner, customer_id)
    decide(owner, package, hiding(package, SOMEBODY))
    decide(owner, package, hiding(package, "Niet erin"), NOW + timedelta(days=1))
    again = a_package(owner, customer_id)
    assert again.hidden == ()
    assert SOMEBODY in everything_in(again)


def test_it_holds_after_a_merge(owner):
    kept, merged = a_customer(owner), a_customer(owner, first_name="Elsje")
    a_note(owner, merged, NOTE)
    package = a_package(owner, merged)
    decide(owner, package, hiding(package, SOMEBODY))
    merge_customers(keep_id=kept, duplicate_id=merged, actor=owner)
    again = a_package(owner, kept)
    assert again.unread == ()
    assert SOMEBODY not in everything_in(again)


def test_how_much_was_hidden_stands_in_the_history(owner):
    customer_id = a_full_customer(owner, note=NOTE)
    package = a_package(owner, customer_id)
    decisions = {one.place: one for one in hiding(package, SOMEBODY)}
    decisions |= {one.place: one for one in leaving_out(package, "quote_refusal") if one.hides}
    package = looked_through(package, decisions)
    hand_over(package=package, way=Way.AGE, actor=owner)
    (card,) = hand_overs_to(uids=package.identity.uids)
    assert [(each.why, each.passages, each.texts) for each in card.hidden] == [
        ("rights_of_others", 0, 1), ("somebody_else", 2, 0),
    ]  # fmt: skip


def test_what_was_decided_is_in_the_next_package_without_the_words(owner):
    customer_id = a_customer(owner)
    a_note(owner, customer_id, NOTE)
    package = a_package(owner, customer_id)
    decide(owner, package, hiding(package, SOMEBODY))
    data = json.loads(b"".join(as_json(a_package(owner, customer_id))))
    (found,) = [each["items"] for each in data["records"] if each["kind"] == "redaction"]
    assert found[0]["values"] == {
        "decided_at": "2026-11-20T13:00:00+00:00", "how": "passages", "why": "somebody_else",
    }  # fmt: skip


def test_what_was_decided_lies_sealed_and_never_changes(owner):
    customer_id = a_customer(owner)
    a_note(owner, customer_id, NOTE)
    package = a_package(owner, customer_id)
    decide(owner, package, hiding(package, SOMEBODY))
    row = Redaction.objects.get()
    assert digest_of(NOTE).encode() not in bytes(row.sealed)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Redaction.objects.update(how="as_it_is", why="")


def test_of_who_was_forgotten_it_holds_for_the_package_at_hand_only(owner, in_process_vault):
    customer_id = a_customer(owner)
    invoice_id = a_sent_invoice(owner, [a_line(a_product(owner))], customer_id=customer_id)
    gross = Invoice.objects.get(pk=invoice_id).gross_cents
    assert gross is not None
    receive_payment(
        invoice_id=invoice_id, amount_cents=gross, received_on=TODAY,
        method=Payment.Method.BANK, note="Bedankt!", actor=owner,
    )  # fmt: skip
    forget(owner, customer_id, Keys(in_process_vault))
    assert is_erased(customer_id=customer_id)
    package = a_package(owner, customer_id)
    assert [text.kind for text in package.unread] == ["payment_note"]
    decisions = leaving_out(package, "payment_note")
    decide(owner, package, decisions)
    assert not Redaction.objects.exists()
    package = looked_through(package, {one.place: one for one in decisions})
    assert "Bedankt!" not in everything_in(package)
    assert hand_over(package=package, way=Way.ZIP, actor=owner)


def test_what_hides_has_a_reason_and_what_does_not_has_none(owner):
    plain = {
        "subject": "7f0c1d5e-0000-4000-8000-000000000001", "model": "x", "row": 1, "name": "y",
        "decided_at": NOW, "staff_id": owner.staff_id, "sealed": b"x",
    }  # fmt: skip
    for how, why in (("passages", ""), ("whole", ""), ("as_it_is", "somebody_else")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.create(how=how, why=why, **plain)


def test_only_an_owner_decides(owner):
    clerk = Actor(owner.staff_id, frozenset({Role.SALES}), owner.channel, owner.vault)
    with pytest.raises(NotAllowed):
        decide_texts(subject=owner.staff_id, decisions=[], actor=clerk, now=NOW)


def test_decisions_go_five_years_after_they_were_taken(owner):
    customer_id = a_customer(owner)
    a_note(owner, customer_id, NOTE)
    package = a_package(owner, customer_id)
    decide(owner, package, hiding(package, SOMEBODY), datetime(2018, 3, 1, 12, tzinfo=UTC))
    due = {each.code: each.due for each in look(date(2026, 11, 20))}
    assert due["redactions"] == 1
    sweep(NOW)
    assert not Redaction.objects.exists()


def test_the_queries_do_not_grow_with_the_texts(owner):
    customer_id = a_customer(owner)
    a_note(owner, customer_id, NOTE)

    def count() -> int:
        package = a_package(owner, customer_id)
        decide(owner, package, hiding(package, SOMEBODY))
        with CaptureQueriesContext(connection) as queries:
            a_package(owner, customer_id)
        return len(queries)

    first = count()
    for number in range(5):
        a_note(owner, customer_id, f"{NOTE} {number}")
    assert count() == first


def test_of_every_sealed_field_it_is_known_whether_somebody_typed_it_freely():
    unknown, twice = set(), set()
    for record in all_records():
        if record.stored is None:
            continue
        table = record.stored.table
        names = TABLES[table]
        for name in names if names != EVERY_FIELD else ():
            field = f"{table}.{name}"
            lists = (
                field in FREE, field in NOT_FREE, table in THEIRS | AS_ISSUED | BY_MACHINES,
            )  # fmt: skip
            if sum(lists) == 0 and not is_left_out(table, name):
                unknown.add(field)
            if sum(lists) > 1:
                twice.add(field)
        assert names != EVERY_FIELD or table in AS_ISSUED, table
    assert (unknown, twice) == (set(), set())
    assert {field.partition(".")[0] for field in {*FREE, *NOT_FREE}} <= set(TABLES)


@pytest.mark.parametrize(
    ("table", "values", "untouched", "ours"),
    [
        ("contact_note", {"text": "x", "channel": "phone"}, False, ("text",)),
        ("contact_note", {"text": "  ", "channel": "phone"}, False, ()),
        ("privacy_request", {"asked": "x", "channel": "site"}, False, ()),
        ("privacy_request", {"asked": "x", "channel": "phone"}, False, ("asked",)),
        ("consent", {"evidence": "x", "channel": "site"}, False, ()),
        ("order", {"remarks": "x", "reference": "y"}, False, ("remarks",)),
        ("order", {"remarks": "x"}, True, ()),
        ("shop_post", {"text": "x", "subject": "y"}, False, ()),
        ("invoice_snapshot", {"remarks": "x"}, False, ()),
    ],
)
def test_what_the_person_wrote_themselves_needs_no_look(table, values, untouched, ours):
    assert typed_by_us(table, values, untouched_from_shop=untouched) == ours


def test_what_they_wrote_through_the_shop_is_theirs_among_our_contacts_too(owner):
    customer_id = a_customer(owner)
    person = a_package(owner, customer_id).identity.uid
    post = ShopPost(subject=person, customer_id=customer_id, kind="question", received_at=NOW)
    SHOP_POST.seal_new(owner.vault, [(post, {"text": "Komt Wieger langs?"})])
    post.save(force_insert=True)
    a_note(owner, customer_id, "Komt Wieger langs?")
    assert a_package(owner, customer_id).texts == ()
    a_note(owner, customer_id, "Komt Wieger langs? Ja, met Fleur.")
    assert len(a_package(owner, customer_id).texts) == 1


def test_what_we_wrote_down_ourselves_is_not_taken_along(owner):
    customer_id = a_full_customer(owner, remarks="Betaalt altijd laat")
    from klantkluis.sales.models import Order

    an_order(owner, [a_line(a_product(owner, "KRUK"))], customer_id=customer_id)
    package = a_package(owner, customer_id, PackageKind.PORTABILITY)
    raw = b"".join(as_json(package)).decode()
    assert package.texts == ()
    assert "Zei het aan de balie" not in raw
    assert "Betaalt altijd laat" not in raw
    assert "Te duur" not in raw
    assert Order.objects.count() == 2


def test_numbers_of_what_was_hidden_are_never_empty(owner):
    package = a_package(owner, a_customer(owner))
    pk = hand_over(package=package, way=Way.PAPER, actor=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOverRedaction.objects.create(
            hand_over_id=pk, why="somebody_else", passages=0, texts=0
        )  # fmt: skip
