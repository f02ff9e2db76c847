"""The first screen: what needs a person, and how business goes."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.foundation.models import Job
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")


def text(answer) -> str:
    return answer.content.decode()


def a_job(staff_id, state: str) -> None:
    now = timezone.now()
    finished = now if state in {"failed", "done"} else None
    Job.objects.create(
        uid=uuid4(), kind="invoices.send", staff_id=staff_id, total=3, state=state,
        created_at=now, finished_at=finished,
    )  # fmt: skip


def test_a_stranger_is_led_to_the_log_in_page(as_stranger):
    assert as_stranger.get("/")["Location"].startswith("/log-in/")


def test_a_new_office_says_what_to_do_first(as_owner, owner):
    shown = text(as_owner.get("/"))
    assert "First steps" in shown
    assert 'href="/customers/new/"' in shown
    a_product(owner)
    assert text(as_owner.get("/")).count('class="done"') == 2


def test_the_first_steps_are_gone_once_an_invoice_was_sent(as_owner, owner):
    a_sent_invoice(owner)
    assert "First steps" not in text(as_owner.get("/"))


def test_it_says_what_is_to_be_shipped_billed_and_paid(as_owner, owner):
    a_sent_invoice(owner)
    an_order(owner, [a_line(a_product(owner, sku="B"))])
    billed = an_order(owner, [a_line(a_product(owner, sku="C"))])
    deliver(order_id=billed, actor=owner, delivered_on=TODAY)
    figures = re.findall(r'class="figure">([^<]+)<', text(as_owner.get("/")))
    assert figures[:2] == ["1", "1"]
    assert "379" in figures[2]


def test_the_warehouse_sees_what_is_to_be_shipped_and_no_money(browser_of, owner):
    a_sent_invoice(owner)
    shown = text(browser_of(Role.WAREHOUSE).get("/"))
    assert "Orders to deliver" in shown
    assert "Turnover" not in shown
    assert "2026-0001" not in shown


def test_names_are_numbers_while_the_vault_is_locked(as_locked_owner, owner):
    a_sent_invoice(owner)
    shown = text(as_locked_owner.get("/"))
    assert "Jansen" not in shown
    assert "#1" in shown


def test_jobs_that_wait_or_failed_ask_for_a_person(as_owner, browser_of, owner):
    a_sent_invoice(owner)
    a_job(as_owner.staff.uid, "waiting")
    a_job(as_owner.staff.uid, "failed")
    shown = text(as_owner.get("/"))
    assert "1 job waits for the vault." in shown
    assert "1 job failed." in shown
    assert "job failed" not in text(browser_of(Role.SALES).get("/"))


def test_the_charts_have_a_name_a_table_and_no_style_of_their_own(as_owner, owner):
    a_sent_invoice(owner)
    shown = text(as_owner.get("/"))
    charts = re.findall(r"<svg class=\"chart[ \"].*?</svg>", shown, re.S)
    assert len(charts) == 2
    assert all('role="img" aria-label="' in chart for chart in charts)
    assert shown.count('class="chart-table"') == 2
    assert "style=" not in shown
    assert not re.search(r'(?:x|y|width|height)="\d+,', "".join(charts))


def test_it_asks_as_many_questions_for_many_documents_as_for_one(
    as_owner, owner, django_assert_max_num_queries
):
    a_sent_invoice(owner)
    an_order(owner, [a_line(a_product(owner, sku="B"))])
    # One more once the invoice is overdue, which depends on the day.
    with django_assert_max_num_queries(45) as few:
        as_owner.get("/")
    for index in range(3):
        a_sent_invoice(owner, [a_line(a_product(owner, sku=f"M{index}"))])
        an_order(owner, [a_line(a_product(owner, sku=f"N{index}"))])
    with django_assert_max_num_queries(len(few)):
        as_owner.get("/")
