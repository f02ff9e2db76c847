"""Quotes: versions that stay, one answer, and the order that follows from a yes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands import merge_customers
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.sealing import RowChanged
from klantkluis.sales.commands import (
    AcceptedHow,
    LineKind,
    NewLine,
    OptionUnknown,
    OrderEmpty,
    QuoteAnswered,
    QuoteDaysWrong,
    QuoteEmpty,
    QuoteExpired,
    QuoteIssued,
    QuoteNotAccepted,
    QuoteNotIssued,
    QuoteUnknown,
    accept_quote,
    change_quote,
    follow_up_quote,
    issue_quote,
    order_from_quote,
    refuse_quote,
    revise_quote,
    write_quote,
)
from klantkluis.sales.expiring import EXPIRING
from klantkluis.sales.lists import Narrowing
from klantkluis.sales.models import Order, Quote, QuoteOrder, QuoteVersion
from klantkluis.sales.queries import order_card
from klantkluis.sales.quotes.lists import (
    QuoteRow,
    customers_of_quotes,
    quote_numbered,
    quote_rows,
)
from klantkluis.sales.quotes.queries import QuoteCard, quote_card, quote_of_order
from klantkluis.sales.quotes.rules import QuoteState
from klantkluis.sales.waiting import sales_waits
from klantkluis.vault.client import LockedVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from rooms.quoting import UNTIL, a_quote, a_yes, an_issued_quote, said
from rooms.story import TODAY, a_customer, a_line, a_product, all_broken

pytestmark = pytest.mark.usefixtures("our_company")
LATER = UNTIL + timedelta(days=1)


def card(actor: Actor, quote_id: int, today: date = TODAY) -> QuoteCard:
    found = quote_card(quote_id=quote_id, vault=actor.vault, today=today)
    assert found is not None
    return found


def row_of(quote_id: int, today: date = TODAY) -> QuoteRow:
    (found,) = quote_rows(today=today, narrowing=Narrowing(ids=[quote_id]))
    return found


@pytest.fixture
def chair(owner: Actor) -> int:
    return a_product(owner)


@pytest.fixture
def draft(owner: Actor, chair: int) -> int:
    return a_quote(owner, a_line(chair), a_line(chair, "2"), optional={2})


@pytest.fixture
def issued(owner: Actor, chair: int) -> int:
    return an_issued_quote(owner, a_line(chair), a_line(chair, "2"), optional={2})


def test_a_quote_keeps_its_words_sealed_and_leaves_options_out_of_the_total(
    owner: Actor, draft: int
) -> None:
    found = card(owner, draft)
    assert (found.number, found.state, found.newest.version) == (1, QuoteState.DRAFT, 1)
    assert found.newest.contents["introduction"] == "Dank voor uw aanvraag."
    assert found.newest.contents["deliver_to"]["town"] == "Ons Dorp"
    assert found.newest.cents == (37_900, 75_800)
    assert found.newest.totals.gross_cents == 37_900
    locked = quote_card(quote_id=draft, vault=LockedVault(), today=TODAY)
    assert locked is not None
    assert locked.newest.contents == {}
    assert locked.newest.totals == found.newest.totals
    assert all_broken() == []


def test_writing_the_same_quote_twice_makes_one(owner: Actor, chair: int) -> None:
    customer, quote = a_customer(owner), said(a_line(chair))
    first, second = (
        write_quote(customer_id=customer, quote=quote, actor=owner) for _index in range(2)
    )
    assert first == second
    assert Quote.objects.count() == 1


def test_a_quote_says_something_firm_and_its_days_are_in_order(owner: Actor, chair: int) -> None:
    customer = a_customer(owner)
    wrong = [
        (said(), QuoteEmpty),
        (said(a_line(chair), optional={1}), QuoteEmpty),
        (said(a_line(chair, "0")), OrderEmpty),
        (said(a_line(chair), valid_until=TODAY - timedelta(days=1)), QuoteDaysWrong),
        (said(a_line(chair), follow_up_on=TODAY - timedelta(days=1)), QuoteDaysWrong),
    ]
    for quote, refusal in wrong:
        with pytest.raises(refusal):
            write_quote(customer_id=customer, quote=quote, actor=owner)
    assert not Quote.objects.exists()


def test_a_version_that_nobody_has_seen_is_mended_in_place(
    owner: Actor, draft: int, chair: int
) -> None:
    rev = card(owner, draft).newest.rev
    change_quote(quote_id=draft, rev=rev, quote=said(a_line(chair, "3")), actor=owner)
    found = card(owner, draft)
    assert [each.version for each in found.versions] == [1]
    assert [line.quantity for line in found.newest.lines] == [3]
    with pytest.raises(RowChanged):
        change_quote(quote_id=draft, rev=rev, quote=said(a_line(chair)), actor=owner)
    with pytest.raises(QuoteNotIssued):
        revise_quote(quote_id=draft, version=1, quote=said(a_line(chair)), actor=owner)
    assert all_broken() == []


def test_a_version_that_was_issued_stays_and_the_next_one_takes_its_place_once_issued(
    owner: Actor, issued: int, chair: int
) -> None:
    newer = said(a_line(chair, "5"), valid_until=LATER)
    with pytest.raises(QuoteIssued):
        change_quote(quote_id=issued, rev=1, quote=newer, actor=owner)
    made = {
        revise_quote(quote_id=issued, version=1, quote=newer, actor=owner) for _index in range(2)
    }
    assert len(made) == 1
    with pytest.raises(RowChanged):
        revise_quote(quote_id=issued, version=1, quote=said(a_line(chair)), actor=owner)
    found = card(owner, issued)
    assert [each.version for each in found.versions] == [2, 1]
    assert found.issued is not None
    assert found.issued.version == 1
    assert (found.state, found.valid_until) == (QuoteState.OPEN, UNTIL)
    assert row_of(issued).is_being_revised
    issue_quote(quote_id=issued, rev=found.newest.rev, actor=owner, issued_on=TODAY)
    assert card(owner, issued).valid_until == LATER
    assert not row_of(issued).is_being_revised
    with pytest.raises(RowChanged):
        accept_quote(quote_id=issued, acceptance=a_yes(version=1), actor=owner)
    assert all_broken() == []


def test_issuing_twice_is_once_and_an_old_reading_is_refused(owner: Actor, draft: int) -> None:
    with pytest.raises(RowChanged):
        issue_quote(quote_id=draft, rev=7, actor=owner, issued_on=TODAY)
    with pytest.raises(QuoteDaysWrong):
        issue_quote(quote_id=draft, rev=1, actor=owner, issued_on=LATER)
    first, second = (
        issue_quote(quote_id=draft, rev=1, actor=owner, issued_on=TODAY) for _index in range(2)
    )
    assert first == second
    assert card(owner, draft).state is QuoteState.OPEN


def test_a_yes_and_the_order_are_one_act_that_happens_once(owner: Actor, issued: int) -> None:
    yes = a_yes(options=frozenset({2}))
    first, second = (
        order_from_quote(quote_id=issued, ordered_on=TODAY, acceptance=yes, actor=owner)
        for _index in range(2)
    )
    assert first == second
    found = card(owner, issued)
    assert found.state is QuoteState.ACCEPTED
    assert found.accepted is not None
    assert (found.accepted.words, found.accepted.how) == ("Els", AcceptedHow.EMAIL)
    assert found.order == (first, 1)
    assert quote_of_order(order_id=first) == (issued, 1)
    order = order_card(order_id=first, vault=owner.vault, purpose=Purpose.SHIP)
    assert order is not None
    assert order.totals == found.versions[0].totals
    assert order.to_deliver
    assert sales_waits(today=TODAY).expired == 0
    assert all_broken() == []


def test_an_option_that_was_not_chosen_is_left_out_and_words_stay_with_their_line(
    owner: Actor, chair: int
) -> None:
    own = [
        a_line(None, kind=LineKind.TEXT, text=words, price="5")
        for words in ("Eerste", "Tweede", "Derde")
    ]
    quote_id = an_issued_quote(owner, *own, optional={2})
    accept_quote(quote_id=quote_id, acceptance=a_yes(), actor=owner)
    order_id = order_from_quote(quote_id=quote_id, ordered_on=TODAY, actor=owner)
    order = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.SHIP)
    assert order is not None
    assert [line.text for line in order.lines] == ["Eerste", "Derde"]
    assert order.contents["reference"] == "PO 7"
    assert all_broken() == []


def test_no_order_follows_without_a_yes(owner: Actor, draft: int, issued: int) -> None:
    with pytest.raises(QuoteNotAccepted):
        order_from_quote(quote_id=issued, ordered_on=TODAY, actor=owner)
    with pytest.raises(QuoteNotIssued):
        accept_quote(quote_id=draft, acceptance=a_yes(), actor=owner)
    with pytest.raises(QuoteUnknown):
        accept_quote(quote_id=999, acceptance=a_yes(), actor=owner)
    assert not Order.objects.exists()


@pytest.mark.parametrize("positions", [{1}, {3}, {2, 1}])
def test_only_an_option_can_be_chosen(owner: Actor, issued: int, positions: set[int]) -> None:
    with pytest.raises(OptionUnknown):
        accept_quote(quote_id=issued, acceptance=a_yes(options=frozenset(positions)), actor=owner)


def test_an_expired_quote_is_accepted_only_when_somebody_says_that_it_holds(
    owner: Actor, issued: int
) -> None:
    late = a_yes(accepted_on=LATER)
    assert card(owner, issued, LATER).state is QuoteState.EXPIRED
    with pytest.raises(QuoteExpired):
        accept_quote(quote_id=issued, acceptance=late, actor=owner)
    accept_quote(quote_id=issued, acceptance=replace(late, though_expired=True), actor=owner)
    assert card(owner, issued, LATER).state is QuoteState.ACCEPTED
    with pytest.raises(QuoteDaysWrong):
        accept_quote(
            quote_id=an_issued_quote(owner, a_line(None, price="1", kind=LineKind.SHIPPING)),
            acceptance=a_yes(accepted_on=TODAY - timedelta(days=1)), actor=owner,
        )  # fmt: skip


def test_a_quote_has_one_answer(owner: Actor, issued: int, chair: int) -> None:
    refuse_quote(quote_id=issued, refused_on=TODAY, reason="Te duur", actor=owner)
    found = card(owner, issued)
    assert found.state is QuoteState.REFUSED
    assert found.refused is not None
    assert found.refused.words == "Te duur"
    for act in (
        lambda: refuse_quote(quote_id=issued, refused_on=TODAY, actor=owner),
        lambda: accept_quote(quote_id=issued, acceptance=a_yes(), actor=owner),
        lambda: revise_quote(quote_id=issued, version=1, quote=said(a_line(chair)), actor=owner),
        lambda: change_quote(quote_id=issued, rev=1, quote=said(a_line(chair)), actor=owner),
        lambda: follow_up_quote(quote_id=issued, followed_up_on=TODAY, actor=owner),
    ):
        with pytest.raises(QuoteAnswered):
            act()
    assert all_broken() == []


def test_a_quote_asks_to_be_followed_up_until_that_is_done_and_again_when_wanted(
    owner: Actor, chair: int
) -> None:
    due = TODAY + timedelta(days=7)
    quote_id = an_issued_quote(owner, a_line(chair), follow_up_on=due)
    assert sales_waits(today=TODAY).to_follow_up == 0
    assert sales_waits(today=due).to_follow_up == 1
    again = due + timedelta(days=3)
    follow_up_quote(quote_id=quote_id, followed_up_on=due, next_on=again, actor=owner)
    assert sales_waits(today=due).to_follow_up == 0
    assert sales_waits(today=again).to_follow_up == 1
    assert card(owner, quote_id).followed_up == (due,)
    assert all_broken() == []
    with pytest.raises(QuoteDaysWrong):
        follow_up_quote(quote_id=quote_id, followed_up_on=due, next_on=due, actor=owner)
    follow_up_quote(quote_id=quote_id, followed_up_on=again, actor=owner)
    assert sales_waits(today=UNTIL).to_follow_up == 0
    assert sales_waits(today=LATER).expired == 1
    assert all_broken() == []


def test_a_quote_without_words_is_answered_by_nobody_while_the_vault_is_locked(
    owner: Actor, issued: int
) -> None:
    locked = replace(owner, vault=LockedVault())
    for act in (
        lambda: accept_quote(quote_id=issued, acceptance=a_yes(), actor=locked),
        lambda: refuse_quote(quote_id=issued, refused_on=TODAY, reason="x", actor=locked),
    ):
        with pytest.raises(VaultLocked):
            act()
    assert card(owner, issued).state is QuoteState.OPEN
    follow_up_quote(quote_id=issued, followed_up_on=TODAY, actor=locked)


def test_the_order_is_for_whom_the_customer_was_merged_into(owner: Actor, chair: int) -> None:
    kept, gone = a_customer(owner), a_customer(owner, surname="Twee")
    quote_id = an_issued_quote(owner, a_line(chair), customer_id=gone)
    merge_customers(keep_id=kept, duplicate_id=gone, actor=owner)
    order_id = order_from_quote(
        quote_id=quote_id, ordered_on=TODAY, acceptance=a_yes(), actor=owner
    )
    assert Order.objects.get(pk=order_id).customer_id == kept
    assert all_broken() == []


def test_quotes_are_listed_by_where_they_stand(owner: Actor, draft: int, chair: int) -> None:
    customer = a_customer(owner)
    made = {
        name: an_issued_quote(owner, a_line(chair), customer_id=customer, **more)
        for name, more in {
            "open": {"valid_until": LATER}, "expired": {}, "accepted": {}, "refused": {},
            "follow_up": {"valid_until": LATER, "follow_up_on": UNTIL},
        }.items()
    }  # fmt: skip
    accept_quote(quote_id=made["accepted"], acceptance=a_yes(), actor=owner)
    refuse_quote(quote_id=made["refused"], refused_on=TODAY, actor=owner)

    def listed(only: str) -> set[int]:
        narrowing = Narrowing(only=only)
        assert set(customers_of_quotes(narrowing=narrowing, today=LATER)) == {
            row.customer_id for row in quote_rows(today=LATER, narrowing=narrowing)
        }
        return {row.id for row in quote_rows(today=LATER, narrowing=narrowing)}

    assert listed("draft") == {draft}
    assert listed("open") == {made["open"], made["follow_up"]}
    for only in ("expired", "accepted", "refused", "follow_up"):
        assert listed(only) == {made[only]}
    assert len(listed("")) == 6


PICTURES = {
    "sales_quoteversion": "UPDATE sales_quoteversion SET discount_bp = 1",
    "sales_quoteline": "UPDATE sales_quoteline SET quantity = 9",
    "lines go": "DELETE FROM sales_quoteline",
    "sales_quotesending": "UPDATE sales_quotesending SET issued_on = '2026-01-01'",
    "accepted sending goes": "DELETE FROM sales_quotesending",
    "sales_quoteacceptance": "UPDATE sales_quoteacceptance SET accepted_on = '2026-01-01'",
    "a yes goes": "DELETE FROM sales_quoteacceptance",
    "a choice goes": "DELETE FROM sales_quotechoice",
    "an order forgets its quote": "DELETE FROM sales_quoteorder",
    "sales_quote": "UPDATE sales_quote SET number = 9",
    "a no after a yes": (
        "INSERT INTO sales_quoterefusal (uid, rev, schema, sealed, quote_id, version_id,"
        " refused_on) SELECT '00000000000000000000000000000001', 1, 1, sealed, quote_id,"
        " version_id, accepted_on FROM sales_quoteacceptance"
    ),
    "issued after an answer": (
        "INSERT INTO sales_quotesending (version_id, issued_on, staff_id)"
        " SELECT MAX(id), '2026-11-20', '00000000000000000000000000000001'"
        " FROM sales_quoteversion"
    ),
}


def test_a_quote_that_came_to_nothing_is_let_go_of_and_its_number_stays(
    owner: Actor, draft: int, issued: int, chair: int
) -> None:
    refused, accepted, kept = (an_issued_quote(owner, a_line(chair)) for _index in range(3))
    refuse_quote(quote_id=refused, refused_on=TODAY, reason="Te duur", actor=owner)
    accept_quote(quote_id=accepted, acceptance=a_yes(), actor=owner)
    follow_up_quote(quote_id=issued, followed_up_on=TODAY, actor=owner)
    newer = said(a_line(chair), valid_until=LATER)
    revise_quote(quote_id=kept, version=1, quote=newer, actor=owner)
    quotes = next(each for each in EXPIRING if each.code == "quotes")
    assert quotes.let_go(TODAY - timedelta(days=1)) == 0
    assert quotes.let_go(UNTIL - timedelta(days=1)) == 1
    assert quotes.let_go(UNTIL) == 2
    for quote_id in (draft, issued, refused):
        assert quote_card(quote_id=quote_id, vault=owner.vault, today=TODAY) is None
        with pytest.raises((QuoteUnknown, QuoteNotIssued)):
            refuse_quote(quote_id=quote_id, refused_on=TODAY, actor=owner)
    assert quote_numbered(number=1) is None
    assert {row.id for row in quote_rows(today=TODAY)} == {accepted, kept}
    assert Quote.objects.count() == 5
    assert sales_waits(today=LATER).expired == 1
    assert all_broken() == []


def test_a_list_says_what_was_agreed(owner: Actor, issued: int) -> None:
    assert row_of(issued).gross_cents == 37_900
    accept_quote(quote_id=issued, acceptance=a_yes(options=frozenset({2})), actor=owner)
    assert row_of(issued).gross_cents == 113_700


def test_a_list_says_what_was_agreed_also_when_a_newer_version_was_being_written(
    owner: Actor, issued: int, chair: int
) -> None:
    newer = said(a_line(chair, "5"), valid_until=LATER)
    revise_quote(quote_id=issued, version=1, quote=newer, actor=owner)
    accept_quote(quote_id=issued, acceptance=a_yes(), actor=owner)
    (row,) = quote_rows(today=TODAY)
    assert (row.version, row.state, row.gross_cents) == (1, QuoteState.ACCEPTED, 37_900)


def refuses(statement: str) -> bool:
    """Tell whether the database refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


def test_the_database_itself_keeps_what_was_issued_and_answered(
    owner: Actor, issued: int, chair: int
) -> None:
    revise_quote(quote_id=issued, version=1, quote=said(a_line(chair)), actor=owner)
    yes = a_yes(options=frozenset({2}))
    order_from_quote(quote_id=issued, ordered_on=TODAY, acceptance=yes, actor=owner)
    for what, statement in PICTURES.items():
        assert refuses(statement), what


def test_a_no_stays_as_it_was_said(owner: Actor, issued: int) -> None:
    refuse_quote(quote_id=issued, refused_on=TODAY, actor=owner)
    assert refuses("UPDATE sales_quoterefusal SET refused_on = '2026-01-01'")


def test_an_order_comes_from_a_yes_only(owner: Actor, issued: int) -> None:
    from rooms.story import an_order

    order_id = an_order(owner, [a_line(None, price="5", kind=LineKind.SHIPPING)])
    with pytest.raises(IntegrityError), transaction.atomic():
        QuoteOrder.objects.create(order_id=order_id, quote_id=issued)


@pytest.mark.parametrize("more", [{"version": 0}, {"valid_until": date(2020, 1, 1)}])
def test_the_database_knows_what_a_version_cannot_be(
    owner: Actor, draft: int, more: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        QuoteVersion.objects.filter(quote=draft).update(**more)


lines_drawn = st.lists(
    st.tuples(
        st.sampled_from(["1", "2.5", "0.333", "12"]),
        st.sampled_from(["379", "0.0125", "19.99", "33.3333"]),
        st.sampled_from([0, 250, 3333]),
        st.sampled_from([VatCategory.STANDARD, VatCategory.REDUCED, VatCategory.ZERO]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    drawn=lines_drawn, basis=st.sampled_from(PriceBasis), discount=st.sampled_from([0, 1000, 3333])
)
def test_the_order_has_exactly_the_totals_of_the_accepted_version(
    owner: Actor, our_company: object, drawn: list[tuple], basis: PriceBasis, discount: int
) -> None:
    with transaction.atomic():
        lines, optional, chosen = [], set(), set()
        for position, (quantity, price, less, category, option, pick) in enumerate(drawn, start=1):
            firm = position == 1 or not option
            if not firm:
                optional.add(position)
                if pick:
                    chosen.add(position)
            lines.append(
                NewLine(
                    kind=LineKind.TEXT, quantity=Decimal(quantity), unit_price=Decimal(price),
                    vat_category=category, discount_bp=less, text=f"Regel {position}",
                )
            )  # fmt: skip
        quote_id = an_issued_quote(
            owner, *lines, optional=optional, basis=basis, discount_bp=discount
        )
        order_id = order_from_quote(
            quote_id=quote_id, ordered_on=TODAY, actor=owner,
            acceptance=a_yes(options=frozenset(chosen), uid=uuid4()),
        )  # fmt: skip
        order = order_card(order_id=order_id, vault=owner.vault, purpose=Purpose.SHIP)
        assert order is not None
        assert order.totals == card(owner, quote_id).newest.totals
        assert [line.text for line in order.lines] == [
            f"Regel {n}" for n in range(1, len(drawn) + 1) if n not in optional - chosen
        ]
        assert all_broken() == []
        transaction.set_rollback(True)
