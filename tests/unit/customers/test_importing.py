"""Rows become customers by their content, also from files that nobody has a preset for."""

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkluis.core.fields.checked import Code
from klantkluis.customers.importing.compose import TARGETS
from klantkluis.customers.importing.presets import PRESETS
from klantkluis.customers.importing.preview import Remark, RowCode, Status, preview
from klantkluis.customers.importing.sentences import sentence
from klantkluis.customers.importing.synonyms import SYNONYMS
from klantkluis.customers.rules import CUSTOMER_FIELDS
from klantkluis.foundation.tables.header import fold, is_left_out
from klantkluis.foundation.tables.kinds import Kind
from klantkluis.foundation.tables.presets import ColumnMapping
from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.sentences import kind_sentence

DUTCH = """Klantnr;Bedrijfsnaam;Voornaam;Tussenvoegsel;Achternaam;Adres;Huisnummer;Toevoeging;\
Postcode;Woonplaats;Land;Telefoon;E-mailadres;BTW-nummer;Opmerkingen;Geboortedatum
;;Els;van der;Berg;1e Helmersstraat 12-a 3hoog;;;1054ab;Amsterdam;Nederland;06-12345678;\
els@example.nl;;belt liever;1-1-1980
;Bakkerij Jansen B.V.;Jan;;de Vries;Dorpsstraat;7;bis;'1234AB;Ons Dorp;;'+31201234567;\
jan@example.nl;NL000099998B57;;
"""


def rows_of(text, **arguments):
    return list(preview(read(text.encode()), **arguments).rows)


def test_a_dutch_list_without_a_preset_is_mapped_by_its_column_names():
    found = preview(read(DUTCH.encode()))
    els, jan = found.rows
    assert els.fields == {
        "kind": "person", "first_name": "Els", "surname_prefix": "van der", "surname": "Berg",
        "street": "1e Helmersstraat", "house_number": "12", "house_number_addition": "a 3hoog",
        "postcode": "1054 AB", "town": "Amsterdam", "country": "NL", "phone": "+31612345678",
        "email": "els@example.nl", "remarks": "belt liever",
    }  # fmt: skip
    assert jan.fields == {
        "kind": "company", "company": "Bakkerij Jansen B.V.", "first_name": "Jan",
        "surname_prefix": "de", "surname": "Vries", "street": "Dorpsstraat", "house_number": "7",
        "house_number_addition": "bis", "postcode": "1234 AB", "town": "Ons Dorp",
        "country": "NL", "phone": "+31201234567", "email": "jan@example.nl",
        "vat_number": "NL000099998B57",
    }  # fmt: skip
    assert found.left_out == ("Geboortedatum",)
    assert found.unused == ("Klantnr",)


def test_a_relation_export_takes_customers_and_passes_over_suppliers():
    header = (
        "Type;Klantnummer;Bedrijfsnaam;Aanhef;Voornaam;Achternaam;E-mail;Categorie;Plaats;"
        "Telefoonnummer;Mobiel;Website\n"
    )
    kept, passed = rows_of(
        header
        + 'B;101;Acme;dhr.;Jan;de Boer;j@acme.nl;Klant;"Dorpsstraat 12, 1234 AB Ede";;;\n'
        + "B;102;Grossier;;;;;Leverancier;;;;\n"
    )
    assert kept.fields["postcode"] == "1234 AB"
    assert (kept.fields["street"], kept.fields["house_number"]) == ("Dorpsstraat", "12")
    assert kept.fields["surname_prefix"] == "de"
    assert kept.keys[0].value == "relatie-export|101"
    assert passed.warnings[0].code is RowCode.NOT_A_CUSTOMER


def test_a_newsletter_row_with_only_an_address_is_no_customer():
    good, wrong = rows_of("email,name\na@example.nl,Ada Lovelace\nb@example.nl,\n")
    assert good.fields["surname"] == "Lovelace"
    assert wrong.errors == (Remark(3, Code.NAME_MISSING, "surname", "name"),)
    assert sentence(wrong.errors[0]).startswith("Line 3, column “name”: A name is missing")


def test_a_first_name_alone_is_a_name():
    (row,) = rows_of("firstname,lastname,email\nJoe,,j@example.nl\n")
    assert row.status is Status.GOOD
    assert (row.fields["first_name"], row.fields.get("surname")) == ("Joe", None)
    assert row.warnings == ()


def test_the_same_customer_twice_is_taken_once():
    first, second, other = rows_of(
        "Naam,E-mail\nJan Smit,jan@example.nl\nJan Smits,JAN@example.nl\nJan Smit,\n"
    )
    assert (first.status, other.status) == (Status.GOOD, Status.GOOD)
    assert second.status is Status.PASSED_OVER
    assert second.warnings == (Remark(3, RowCode.SAME_AS_LINE, other_line=2),)
    assert "line 2" in sentence(second.warnings[0])


def test_a_customer_with_a_bank_account_is_an_error_and_the_value_is_in_no_message():
    (row,) = rows_of("naam,opmerkingen\nJan,betaalt van NL91ABNA0417164300\n")
    assert row.status is Status.WRONG
    assert "NL91" not in sentence(row.errors[0])
    assert "NL91" not in repr(row)


def test_a_shifted_row_is_an_error():
    (row,) = rows_of("naam,plaats\nJan,Ede,Epe\n")
    assert row.errors == (Remark(2, RowCode.TOO_MANY_CELLS),)


def test_a_human_can_choose_the_columns():
    table = read(b",,\nJane,Doe,jane@example.com\nJan,Smit,jan@example.com\n")
    mapping = ColumnMapping(
        "", "own", (("Column 1", "first_name"), ("Column 2", "surname"), ("Column 3", "email"))
    )
    found = preview(table, mapping)
    assert [row.fields["surname"] for row in found.rows] == ["Doe", "Smit"]


def test_a_default_country_fills_in_what_the_file_leaves_out():
    text = "naam,adres,postcode,plaats\nMax Muster,Hauptstr. 5,10115,Berlin\n"
    assert "country" not in rows_of(text)[0].fields
    (row,) = rows_of(text, default_country="DE")
    assert row.fields["country"] == "DE"
    assert row.fields["house_number"] == "5"


def test_the_same_file_gives_the_same_keys():
    assert [row.keys for row in rows_of(DUTCH)] == [row.keys for row in rows_of(DUTCH)]


def test_every_preset_speaks_of_known_targets_and_folded_columns():
    known = set(CUSTOMER_FIELDS) | TARGETS
    for preset in PRESETS:
        for column, target in preset.columns:
            assert target.removeprefix("deliver.") in known | {"name"}, (preset.name, target)
            assert column == fold(column), (preset.name, column)
        for column in preset.needs:
            assert column == fold(column), (preset.name, column)
            assert not is_left_out(column), (preset.name, column)
    assert set(SYNONYMS.values()) <= known


def test_every_row_code_and_kind_has_a_sentence():
    said = {sentence(Remark(1, code, other_line=2)) for code in RowCode}
    assert len(said) == len(RowCode)
    assert len({kind_sentence(kind) for kind in Kind}) == len(Kind)


CELLS = st.text(max_size=30)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=5))
def test_any_cells_make_a_preview_whose_good_rows_can_be_kept(rows):
    header = "naam;bedrijf;adres;postcode;land;telefoon"
    quoted = [";".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows]
    found = preview(read("\n".join([header, *quoted]).encode("utf-8", "replace")))
    for row in found.rows:
        assert set(row.fields) <= set(CUSTOMER_FIELDS)
        if row.status is Status.GOOD:
            assert row.fields.get("company") or row.fields.get("surname")


def test_a_shopkeeper_reads_it_in_dutch():
    (row,) = rows_of("naam,plaats\n,Ede\n")
    with translation.override("nl"):
        said = sentence(row.errors[0])
    assert said.startswith("Regel 2, kolom ‘naam’: Er ontbreekt een naam")
