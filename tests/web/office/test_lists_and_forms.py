"""What every list and every form can do."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import override

from klantkluis.core.refusals import Refusal
from klantkluis.office.charts import month_chart, months
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, MoneyField, PercentageField, QuantityField
from klantkluis.office.tables import Column, Filter, ListState
from klantkluis.office.templatetags import kit

COLUMNS = [Column("Name", "name"), Column("Town", "town"), Column("Amount")]
FILTERS = [Filter("kind", "Kind", [("a", "A"), ("b", "B")])]


def state(query: str, *, method: str = "get", sort: str = "name") -> ListState:
    request = getattr(RequestFactory(), method)("/x/", QueryDict(query).dict())
    return ListState.of(request, columns=COLUMNS, filters=FILTERS, sort=sort)


def test_a_list_ignores_what_it_does_not_know():
    found = state("sort=password&kind=z&terms=%20abc%20")
    assert (found.sort, dict(found.filters), found.terms) == ("name", {}, "abc")


def test_a_list_goes_on_and_back_by_its_trail():
    second = state("go=k2&after=")
    assert (second.after, second.trail) == ("k2", ("",))
    third = state(f"go=k3&after=k2&trail={second.trail_text}")
    assert (third.after, third.trail) == ("k3", ("", "k2"))
    back = state(f"back=1&after=k3&trail={third.trail_text}")
    assert (back.after, back.trail) == ("k2", ("",))


def test_another_order_begins_at_the_first_page():
    found = state('sort_by=-town&after=k3&trail=["","k2"]')
    assert (found.sort, found.after, found.trail) == ("-town", "", ())
    assert found.descending


@pytest.mark.parametrize("trail", ["[", "{}", "[1]", '"x"', "null"])
def test_a_broken_trail_is_the_first_page(trail):
    assert state(f"back=1&trail={trail}").trail == ()


class Sample(OfficeForm):
    """A form with one of each field."""

    amount = MoneyField(label="Amount", minimum=0)
    quantity = QuantityField(label="Quantity", required=False)
    rate = PercentageField(label="Rate", maximum=100, required=False)
    day = DayField(label="Day", required=False, today=date(2026, 5, 1))

    def clean_quantity(self) -> Decimal | None:
        quantity = self.cleaned_data["quantity"]
        if quantity and quantity > 1000:
            self.warn("quantity", "Many.")
        return quantity


def sample(**typed: str) -> Sample:
    return Sample({"amount": "1", **typed})


def test_amounts_become_cents_and_rates_basis_points():
    form = sample(amount="€ 1.234,56", rate="21", quantity="2,5", day="3-12")
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "amount": 123_456,
        "quantity": Decimal("2.5"),
        "rate": 2100,
        "day": date(2026, 12, 3),
    }


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("amount", "1,234"),
        ("amount", "-1"),
        ("amount", "x"),
        ("amount", ""),
        ("rate", "101"),
        ("quantity", "1,2345"),
        ("day", "31-2-2026"),
        ("day", "morgen"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_stays(field, typed):
    with override("nl"):
        form = sample(**{field: typed})
        assert not form.is_valid()
        assert list(form.errors) == [field]
        assert f'value="{typed}"' in str(form[field]) or not typed


def test_stored_values_are_shown_in_the_notation_of_the_reader():
    initial = {"amount": 123_450, "quantity": Decimal("2.500"), "rate": 2150}
    with override("nl"):
        shown = {name: Sample(initial=initial)[name].value() for name in initial}
    assert shown == {"amount": "1234,50", "quantity": "2,5", "rate": "21,5"}


def test_a_warning_holds_until_somebody_insists_on_these_very_values():
    form = sample(quantity="2000")
    assert not form.is_valid()
    assert form.must_insist
    assert sample(quantity="2000", insist=form.insistence).is_valid()
    assert not sample(quantity="3000", insist=form.insistence).is_valid()


def test_a_refusal_stands_beside_its_field_or_above_the_form():
    form = sample()
    assert form.is_valid()
    with form.refusals():
        raise Refusal("Too much.", field="amount")
    with form.refusals():
        raise Refusal("Not now.", field="elsewhere")
    assert form.errors["amount"] == ["Too much."]
    assert form.non_field_errors() == ["Not now."]


def test_a_mistake_of_ours_is_not_taken_for_a_refusal():
    with pytest.raises(ZeroDivisionError), sample().refusals():
        _nothing = 1 / 0


def test_help_and_errors_are_tied_to_their_field():
    class Helped(OfficeForm):
        name = forms.CharField(label="Name", help_text="As on paper.")

    drawn = str(Helped({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


@pytest.mark.parametrize(("language", "shown"), [("nl", "€\u00a01.234,50"), ("en", "€1,234.50")])
def test_money_is_written_as_the_reader_does(language, shown):
    with override(language):
        assert kit.money(123_450) == shown
        assert kit.money(-5).startswith("\u2212€")


def test_the_bars_of_a_chart_are_as_tall_as_their_values():
    points = months(
        [(date(2026, 2, 1), 500), (date(2026, 3, 1), 1000)], until=date(2026, 3, 9), count=3
    )
    assert [value for _day, value in points] == [0, 500, 1000]
    chart = month_chart(points, title="T", heading="H")
    heights = [bar.height for bar in chart.bars]
    assert heights[0] == 0
    assert heights[2] == pytest.approx(2 * heights[1], abs=0.2)
    assert chart.bars[2].y >= 0
