"""Importing: the file, its columns, the preview, the work and the result."""

import pytest

from import_pages import CSV, PRODUCTS, WRONG, ask, chosen, previewed, text, upload, worked
from klantkluis.catalogue.queries import product_rows
from klantkluis.core.roles import Role
from klantkluis.customers.models import Customer
from klantkluis.foundation.models import Job
from klantkluis.office.imports.models import ImportFile, ImportPart

pytestmark = pytest.mark.usefixtures("our_company")


def test_customers_come_in_through_columns_preview_and_a_job(as_owner):
    answer = upload(as_owner, CSV)
    row = ImportFile.objects.get()
    assert answer["Location"] == f"/imports/{row.uid}/"
    columns = as_owner.get(f"/imports/{row.uid}/columns/")
    page = text(columns)
    assert "Dorpsstraat 12a" in page
    assert "Passwords are never copied." in page
    assert "geheim" not in page
    assert "1-2-1980" not in page
    as_owner.post(f"/imports/{row.uid}/columns/", chosen(as_owner, row))
    preview = text(as_owner.get(f"/imports/{row.uid}/"))
    assert "Els van der Berg" in preview
    assert not Customer.objects.exists()
    row.refresh_from_db()
    assert row.counts == {"new": 2, "changed": 0, "same": 0, "wrong": 0, "passed_over": 0}
    ask(as_owner, row)
    assert worked() == Job.State.DONE
    assert Customer.objects.count() == 2
    result = text(as_owner.get(f"/imports/{row.uid}/"))
    assert "The import is done" in result


def test_the_same_file_again_is_known_and_makes_no_doubles(as_owner):
    for expected in ({"new": 2, "same": 0}, {"new": 0, "same": 2}):
        row = previewed(as_owner, CSV)
        assert {name: row.counts[name] for name in expected} == expected
        ask(as_owner, row)
        worked()
    row.refresh_from_db()
    assert Customer.objects.count() == 2
    assert (row.result["added"], row.result["unchanged"]) == (0, 2)


def test_customers_that_we_know_are_completed_only_when_asked(as_owner):
    row = previewed(as_owner, "naam;e-mail\nEls van der Berg;els@example.nl\n")
    ask(as_owner, row)
    worked()
    row = previewed(as_owner, CSV)
    assert (row.counts["new"], row.counts["changed"]) == (1, 1)
    ask(as_owner, row, complete_known="on")
    worked()
    row.refresh_from_db()
    assert (row.result["added"], row.result["completed"]) == (1, 1)


def test_wrong_rows_are_told_filtered_and_handed_out_as_csv(as_owner):
    row = previewed(as_owner, WRONG)
    assert row.counts["wrong"] == 2
    page = text(as_owner.get(f"/imports/{row.uid}/?show=wrong"))
    assert "Line 4, column “naam”" in page
    assert "Line 5, column “e-mail”" in page
    assert "Els van der Berg" not in page
    answer = as_owner.get(f"/imports/{row.uid}/wrong-rows/")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("klantnummer;naam;")
    assert lines[0].endswith("What is wrong")
    assert len(lines) == 3
    assert "wachtwoord" not in lines[0]
    assert "Kees" not in answer["Content-Disposition"]


def test_all_or_nothing_refuses_wrong_rows_and_good_rows_only_leaves_them_out(as_owner):
    row = previewed(as_owner, WRONG)
    refused = text(ask(as_owner, row, "all"))
    assert "There are wrong rows" in refused
    row.refresh_from_db()
    assert row.asked_at is None
    ask(as_owner, row, "good")
    worked()
    assert Customer.objects.count() == 2
    row.refresh_from_db()
    assert row.result["wrong"] == 2
    wrong = as_owner.get(f"/imports/{row.uid}/wrong-rows/")
    assert b"Kees" in b"".join(wrong.streaming_content)


def test_a_column_that_was_not_known_can_be_chosen_by_hand(as_owner):
    upload(as_owner, "wie;waar\nEls van der Berg;Ede\n")
    row = ImportFile.objects.get()
    refused = as_owner.post(f"/imports/{row.uid}/columns/", chosen(as_owner, row))
    assert "Choose which column holds the name." in text(refused)
    sent = chosen(as_owner, row, column_0="name", column_1="town")
    as_owner.post(f"/imports/{row.uid}/columns/", sent)
    row.refresh_from_db()
    assert row.counts["new"] == 1


def test_a_column_never_becomes_what_no_choice_offers(as_owner):
    upload(as_owner, CSV)
    row = ImportFile.objects.get()
    sent = chosen(as_owner, row, column_1="password")
    answer = as_owner.post(f"/imports/{row.uid}/columns/", sent)
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.previewed_at is None


def test_a_file_of_a_known_system_is_recognised(as_owner):
    upload(as_owner, "Name,Company,Email,Contact,External id\n", what="customers")
    head = "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,City,Zip\n"
    upload(as_owner, head + "Els,Berg,els@example.nl,no,,Dorpsstraat 1,Ede,1234AB\n")
    row = ImportFile.objects.latest("pk")
    answer = as_owner.get(f"/imports/{row.uid}/columns/")
    assert answer.context["head"].columns[:3] == ["first_name", "surname", "email"]


def test_products_come_in_by_the_warehouse_too(browser_of):
    browser = browser_of(Role.WAREHOUSE, unlocked=True)
    row = previewed(browser, PRODUCTS, "products")
    assert row.counts["new"] == 2
    ask(browser, row)
    assert worked() == Job.State.DONE
    found = product_rows(ids=None, terms="Theepot", today=row.created_at.date(), limit=5)
    assert [each.sku for each in found] == ["A1"]


def test_an_import_is_of_who_began_it_and_of_the_owner(as_owner, browser_of, as_stranger):
    seller = browser_of(Role.SALES, unlocked=True)
    row = previewed(seller, CSV)
    path, bookkeeper = f"/imports/{row.uid}/", browser_of(Role.BOOKKEEPER)
    for address in ("/imports/", path, f"{path}columns/", f"{path}wrong-rows/"):
        assert as_stranger.get(address)["Location"].startswith("/log-in/")
        assert bookkeeper.get(address).status_code == 403
    warehouse = browser_of(Role.WAREHOUSE, unlocked=True)
    assert warehouse.get(path).status_code == 409
    assert warehouse.post(f"{path}removed/").status_code == 409
    assert as_owner.get(path).status_code == 200
    assert path in text(seller.get("/imports/"))
    assert path not in text(warehouse.get("/imports/"))
    assert as_stranger.post(f"{path}removed/").status_code == 302
    assert as_stranger.post(f"{path}again/").status_code == 302


def test_the_warehouse_may_not_import_customers(browser_of):
    browser = browser_of(Role.WAREHOUSE, unlocked=True)
    page = text(browser.get("/imports/"))
    assert 'value="products"' in page
    assert 'value="customers"' not in page
    assert upload(browser, CSV).status_code == 200
    assert not ImportFile.objects.exists()


def test_a_file_can_be_removed_with_all_that_was_made_of_it(as_owner):
    row = previewed(as_owner, CSV)
    assert as_owner.post(f"/imports/{row.uid}/removed/").status_code == 302
    assert not ImportFile.objects.exists()
    assert not ImportPart.objects.exists()
    assert as_owner.get(f"/imports/{row.uid}/").status_code == 409


def test_look_alikes_are_shown_with_a_way_to_merge_them(as_owner):
    row = previewed(as_owner, CSV)
    ask(as_owner, row)
    worked()
    first, second = Customer.objects.order_by("number")
    ImportFile.objects.filter(pk=row.pk).update(lookalikes=[[2, first.pk, [second.pk]]])
    page = text(as_owner.get(f"/imports/{row.uid}/"))
    assert "Perhaps the same customer" in page
    assert "Jan de Vries" in page
    assert f'name="pick" value="{second.pk}"' in page
