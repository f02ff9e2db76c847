"""The files that other systems hand out import with the numbers of rows that are in them."""

from pathlib import Path

import pytest

from klantkluis.customers.importing.preview import NotCustomers, Status, preview
from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.table import FileRefused, Note

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "imports"
# file | preset | good, wrong, passed over; or file | what it is a list of instead
TABLE = """
bagisto/customers.csv | Bagisto | 3 0 0
bagisto/customers.xls | Bagisto | 3 0 0
bagisto/customers.xlsx | Bagisto | 3 0 0
bagisto/products-with-errors.csv | products
bagisto/products.csv | products
bagisto/products.xlsx | products
bagisto/tax-rates.csv | tax_rates
crm/atomic-crm_contacts_export.csv | Atomic CRM | 2 0 0
crm/civicrm_individual_external_identifier_opt_out.csv | CiviCRM | 0 3 0
crm/civicrm_individual_unicode.csv | CiviCRM | 1 0 0
crm/google_native_contacts.csv | Google Contacts | 2 0 0
crm/google_outlook_contacts.csv | Outlook | 2 0 0
crm/invalid_unescaped_quotes.csv | invoice_lines
django-oscar/books-small-semicolon.csv | unknown
dolibarr/Example_import_company_1.csv | Dolibarr | 1 0 0
erpnext/frappe_sample_import_file_semicolon.csv | unknown
headers_only/dutch_relatie_export.csv | Relatie-export | 0 0 0
headers_only/magento2_catalog_product.csv | products
headers_only/mailchimp_audience_export.csv | Mailchimp | 0 0 0
headers_only/shopify_customers_export_mid.csv | Shopify | 0 0 0
headers_only/shopify_customers_export_new.csv | Shopify | 0 0 0
headers_only/shopify_customers_export_old.csv | Shopify | 0 0 0
headers_only/shopify_orders_export.csv | orders
headers_only/shopify_products_export.csv | products
headers_only/woocommerce_webtoffee_orders.csv | orders
invoiceninja/clients.csv | Invoice Ninja | 20 0 0
invoiceninja/expenses.csv | expenses
invoiceninja/freshbooks_clients.csv | FreshBooks | 2 0 0
invoiceninja/freshbooks_invoices.csv | invoices
invoiceninja/i2g_invoices.csv | invoices
invoiceninja/invoice.csv | invoices
invoiceninja/invoicely_clients.csv | Invoicely | 2 0 0
invoiceninja/invoicely_invoices.csv | invoices
invoiceninja/payments.csv | payments
invoiceninja/products.csv | products
invoiceninja/quotes.csv | quotes
invoiceninja/recurring_invoice.csv | recurring_invoices
invoiceninja/vendors.csv | suppliers
invoiceninja/wave_clients.csv | Wave | 4 0 0
invoiceninja/wave_expenses.csv | transactions
invoiceninja/wave_invoices.csv | transactions
invoiceninja/wave_vendors.csv | suppliers
invoiceninja/zoho_contacts.csv | Zoho Books | 5 0 0
invoiceninja/zoho_invoices.csv | invoices
magento2/customer.csv | Magento 2 | 1 0 0
magento2/customer_address.csv | Magento 2: addresses | 1 0 0
magento2/customer_composite.csv | Magento 2: customers with addresses | 1 0 0
medusa/exported-products-comma.csv | products
medusa/exported-products-semicolon.csv | products
medusa/invalid-column.csv | products
medusa/invalid-prices.csv | products
medusa/prices-with-region.csv | products
medusa/product-with-categories.csv | products
medusa/v1-template.csv | products
moneybird/gsheets2moneybird_test.csv | hours
newsletter/ghost_members-duplicate-emails.csv | (guessed) | 0 2 0
newsletter/ghost_members-formula-like-values.csv | (guessed) | 2 0 0
newsletter/ghost_members-newsletters-step1.csv | Ghost | 0 3 0
newsletter/ghost_members-ragged-row.csv | (guessed) | 1 1 0
newsletter/ghost_multiple-records-with-empty-values.csv | (guessed) | 1 1 0
newsletter/ghost_two-columns-mapping-header.csv | (guessed) | 2 0 0
newsletter/ghost_two-columns-obscure-header.csv | (guessed) | 0 2 0
newsletter/keila_import_excel.csv | (guessed) | 201 0 0
newsletter/keila_import_external_ids.csv | Keila | 0 4 0
newsletter/keila_import_external_ids_duplicate.csv | Keila | 0 4 0
newsletter/keila_import_malformed1.csv | (guessed) | 3 0 0
newsletter/keila_import_malformed2.csv | (guessed) | 1 0 0
newsletter/keila_import_rfc_4180.csv | (guessed) | 201 0 0
newsletter/keila_import_rfc_4180_upsert.csv | (guessed) | 4 0 1
newsletter/keila_import_rfc_4180_with_status.csv | Keila | 4 0 0
newsletter/keila_import_template.csv | Keila | 2 0 0
newsletter/keila_import_template.ods | Keila | 2 0 0
newsletter/keila_import_with_data.csv | Keila | 2 0 0
newsletter/listmonk_subs-domain-blocklist.csv | listmonk | 4 0 0
newsletter/listmonk_subs.csv | listmonk | 100 0 0
newsletter/mailpoet_ImportBigList.csv | (guessed) | 304 0 0
newsletter/mailpoet_ImportList.csv | MailPoet | 11 0 0
newsletter/mailpoet_users.csv | (guessed) | 40 0 0
newsletter/mautic_10contacts.csv | (guessed) | 10 0 0
newsletter/mautic_fakecompanydata.csv | Mautic: companies | 4 0 0
newsletter/mautic_fakeleaddata.csv | Mautic | 50 4 0
odoo/External_id_3rd_party_application_products.csv | products
odoo/m2m_customers_tags.csv | Odoo | 5 0 0
odoo/o2m_customers_contacts.csv | Odoo | 4 0 4
odoo/purchase.order_functional_error_line_cant_adpat.csv | purchase_orders
odoo/res.partner.csv | Odoo | 2 0 4
prestashop/ps16_addresses_import.csv | PrestaShop / thirty bees: addresses | 7 0 9
prestashop/ps16_categories_import.csv | categories
prestashop/ps16_customers_import.csv | PrestaShop / thirty bees | 9 0 0
prestashop/ps16_manufacturers_import.csv | manufacturers
prestashop/ps16_products_import.csv | products
prestashop/ps16_suppliers_import.csv | suppliers
prestashop/thirtybees_addresses_import.csv | PrestaShop / thirty bees: addresses | 7 0 9
prestashop/thirtybees_alias_import.csv | search_words
prestashop/thirtybees_categories_import.csv | categories
prestashop/thirtybees_combinations_import.csv | product_variants
prestashop/thirtybees_customers_import.csv | PrestaShop / thirty bees | 9 0 0
prestashop/thirtybees_products_import.csv | products
prestashop/thirtybees_store_contacts.csv | shops
prestashop/thirtybees_suppliers_import.csv | suppliers
prestashop/thirtybees_supply_orders_details_import.csv | purchase_orders
prestashop/thirtybees_supply_orders_import.csv | purchase_orders
shopify/apparel.csv | products
shopify/customers.csv | Shopify | 2 0 2
shopify/example_customer.csv | Shopify | 1 0 0
shopify/example_orders.csv | orders
shopify/example_products.csv | products
shopify/home-and-garden.csv | products
shopify/invalid_headers.csv | unknown
shopify/invalid_product.csv | products
shopify/jewelery.csv | products
shopify/orders.csv | orders
shopify/products.csv | products
shopify/transporter_orders.csv | orders
shopify/transporter_products.csv | products
shopware5/CustomerImport.csv | Shopware 5 | 4 0 0
shopware5/NewsletterRecipientImport.csv | Shopware 5: newsletter | 0 6 0
shopware5/OrderImport.csv | orders
shopware5/addresses_profile_create.csv | Shopware 5: addresses | 2 0 0
shopware5/addresses_profile_update.csv | Shopware 5: addresses | 1 0 0
shopware5/article_complete.csv | products
shopware5/article_in_stock_profile.csv | stock
shopware5/article_price_profile.csv | products
shopware5/article_profile_create_variant.csv | products
shopware5/article_properties_profile.csv | product_properties
shopware5/categories_profile_test.csv | categories
shopware5/customers_profile.csv | Shopware 5 | 74 0 0
shopware5/export.customers.csv | Shopware 5 | 3 0 0
shopware5/newsletter_profile.csv | Shopware 5: newsletter | 1 2 0
shopware5/order_profile.csv | orders
vcard/ez_John_Doe_ANDROID.vcf | vCard | 4 2 0
vcard/ez_John_Doe_BLACK_BERRY.vcf | vCard | 1 0 0
vcard/ez_John_Doe_EVOLUTION.vcf | vCard | 1 0 0
vcard/ez_John_Doe_GMAIL.vcf | vCard | 1 0 0
vcard/ez_John_Doe_LOTUS_NOTES.vcf | vCard | 1 0 0
vcard/ez_John_Doe_MS_OUTLOOK.vcf | vCard | 1 0 0
vcard/ez_fullcontact.vcf | vCard | 1 0 0
vcard/ez_gmail-list.vcf | vCard | 3 0 0
vcard/ez_gmail-single.vcf | vCard | 1 0 0
vcard/ez_gmail-single2.vcf | vCard | 1 0 0
vcard/ez_issue114.vcf | vCard | 1 0 0
vcard/ez_outlook-2003.vcf | vCard | 1 0 0
vcard/ez_rfc2426-example.vcf | vCard | 2 0 0
vcard/ez_rfc6350-example.vcf | vCard | 1 0 0
vcard/fk_AnsiIssue.vcf | vCard | 1 0 0
vcard/fk_AnsiIssueInvalidEncoding.vcf | vCard | 1 0 0
vcard/fk_AnsiIssueNoEncoding.vcf | vCard | 1 0 0
vcard/fk_Cropped_2_1.vcf | vCard | 1 0 0
vcard/fk_Empty.vcf | empty
vcard/fk_German.vcf | vCard | 1 0 0
vcard/fk_Greek.vcf | vCard | 1 0 0
vcard/fk_LabelIssue.vcf | vCard | 1 0 0
vcard/fk_LabelTest1.vcf | vCard | 1 0 0
vcard/fk_Murks.vcf | vCard | 1 0 0
vcard/fk_Ukrainian.vcf | vCard | 1 0 0
vcard/fk_WhatsAppIssue.vcf | vCard | 1 0 0
vcard/fk_utf-8.vcf | vCard | 1 0 0
vcard/fk_v2_1.vcf | vCard | 1 0 0
vcard/fk_v3Ansi.vcf | vCard | 2 0 0
vcard/fk_v3Utf16Bom.vcf | vCard | 2 0 0
vcard/fk_v4.vcf | vCard | 2 0 0
vcard/ical4j_4b62872a-849-0.vcf | vCard | 1 0 0
vcard/ical4j_vcard-dirk-whitespaceafterbegin.vcf | vCard | 1 0 0
vcard/ical4j_vcard-dirk.vcf | vCard | 1 0 0
vcard/ical4j_vcard-group.vcf | vCard | 0 1 0
vcard/ical4j_vcard-lowercase.vcf | vCard | 0 1 0
vcard/ical4j_vcard-rfc2426.vcf | vCard | 2 0 0
vcard/ical4j_vcard-url.vcf | vCard | 0 1 0
vcard/ical4j_vcard-vCards-SAP.vcf | vCard | 30 0 0
vcard/sabre_issue153.vcf | vCard | 1 0 0
vcard/sabre_issue64.vcf | vCard | 0 1 0
vcard/vobject_radicale-1587.vcf | vCard | 1 0 0
vendure/custom-fields.csv | products
vendure/invalid-columns.csv | products
vendure/invalid-option-values.csv | products
vendure/invalid-row-length.csv | products
vendure/multiple-languages.csv | products
vendure/multiple-products-multiple-variants.csv | products
woocommerce/csv_import_suite_samples.xlsx | WooCommerce | 5 0 0
woocommerce/derived_coupon_import.csv | coupons
woocommerce/derived_customer_csv_minimum.csv | WooCommerce | 5 1 0
woocommerce/derived_customer_import.csv | WooCommerce | 5 0 0
woocommerce/derived_order_csv_minimum.csv | orders
woocommerce/derived_order_import_json_export.csv | orders
woocommerce/derived_order_import_native.csv | orders
woocommerce/import-attribute-special-chars-28172-data.csv | products
woocommerce/import-grouped-before-children-25706-data.csv | products
woocommerce/importer_test_sample.csv | products
woocommerce/sample_products.csv | products
woocommerce/sample_tax_rates.csv | tax_rates
"""
EXPECTED = {
    name: rest for name, *rest in (line.split(" | ") for line in TABLE.strip().splitlines())
}
pytestmark = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the samples of other systems are not here"
)


def table_of(name):
    return read((SAMPLES / name).read_bytes())


def test_every_sample_is_in_the_table():
    here = {
        str(p.relative_to(SAMPLES)) for p in SAMPLES.glob("*/*") if p.parent.name != "addresses"
    }
    assert here == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_imports_or_is_refused_by_its_name(name):
    match EXPECTED[name]:
        case [preset, counts]:
            found = preview(table_of(name))
            assert (found.mapping.name or "(guessed)") == preset
            assert " ".join(str(found.count(status)) for status in Status) == counts
        case ["empty"]:
            with pytest.raises(FileRefused, match="empty"):
                table_of(name)
        case [kind]:
            table = table_of(name)
            with pytest.raises(NotCustomers) as refusal:
                preview(table)
            assert (refusal.value.kind or "unknown") == kind
            assert refusal.value.sentence.endswith(".")


PLAIN = """
bagisto/customers.xlsx | first_name=first_name surname=last_name email=email
crm/atomic-crm_contacts_export.csv | first_name=first_name surname=last_name company=company
crm/google_outlook_contacts.csv | first_name=First_Name surname=Last_Name email=E-mail_Address
crm/google_native_contacts.csv | first_name=Given_Name surname=Family_Name email=E-mail_1_-_Value
dolibarr/Example_import_company_1.csv | company=Name*_(s.nom) town=Town_(s.ville)
invoiceninja/clients.csv | company=Name surname=Last_Name street=Billing_Street
invoiceninja/freshbooks_clients.csv | surname=Last_Name street=Street town=City
invoiceninja/wave_clients.csv | street=address_line_1 town=city postcode=postal_code/zip_code
invoiceninja/zoho_contacts.csv | company=Company_Name first_name=First_Name email=EmailID
magento2/customer_address.csv | street=street town=city postcode=postcode email=_email
magento2/customer_composite.csv | town=_address_city postcode=_address_postcode surname=lastname
newsletter/keila_import_template.ods | email=Email first_name=First_name surname=Last_name
newsletter/mautic_fakeleaddata.csv | town=city company=company email=email street=address1
newsletter/mautic_fakecompanydata.csv | company=companyname town=companycity
odoo/m2m_customers_tags.csv | company=Name street=Street town=City
prestashop/ps16_customers_import.csv | first_name=First_Name_* surname=Last_Name_* email=Email_*
shopify/customers.csv | company=Company street=Address1 town=City postcode=Zip region=Province
shopware5/customers_profile.csv | company=billing_company street=billing_street
woocommerce/csv_import_suite_samples.xlsx | street=billing_address_1 town=billing_city
"""


def squeezed(text):
    return "".join(c for c in text.casefold().removesuffix(".0") if c.isalnum())


@pytest.mark.parametrize("line", PLAIN.strip().splitlines())
def test_each_value_comes_from_its_column(line):
    name, pairs = line.split(" | ")
    table = table_of(name)
    cells = {row.line: row.cells for row in table.rows}
    compared = 0
    for row in preview(table).rows:
        if row.status is not Status.GOOD:
            continue
        for pair in pairs.split():
            field, column = pair.split("=")
            spaced = column.replace("_", " ")
            index = table.header.index(spaced if spaced in table.header else column)
            cell = cells[row.line][index]
            parts = [field]
            if field == "street":
                parts += ["house_number", "house_number_addition", "address_line_2"]
            if field == "surname":
                parts = ["surname_prefix", "surname"]
            value = " ".join(row.fields.get(part, "") for part in parts)
            if not value.strip() and field == "company":
                continue
            assert squeezed(cell) in squeezed(value), (name, row.line, field)
            compared += bool(cell)
    assert compared >= 2


def rows_of(name):
    return {row.line: row for row in preview(table_of(name)).rows}


def test_several_rows_of_one_customer_become_one_customer_with_addresses():
    rows = rows_of("shopify/customers.csv")
    assert [row.status.value for row in rows.values()] == [
        "good", "passed_over", "passed_over", "good",
    ]  # fmt: skip
    (address,) = rows[2].addresses
    assert (address["name"], address["town"], address["postcode"]) == (
        "Acme Ltd.", "Ottawa", "K2P 1L4",
    )  # fmt: skip


def test_contacts_of_a_company_become_its_addresses():
    rows = rows_of("odoo/res.partner.csv")
    assert rows[2].fields["kind"] == "company"
    assert [address["label"] for address in rows[2].addresses] == [
        "Other address", "Shipping address", "Invoice address",
    ]  # fmt: skip
    assert [row.status.value for row in rows.values()].count("good") == 2


def test_addresses_of_makers_and_suppliers_are_no_customers():
    rows = rows_of("prestashop/ps16_addresses_import.csv")
    assert {rows[line].warnings[0].code for line in range(13, 18)} == {"not_a_customer"}


def test_what_a_spreadsheet_damaged_is_mended():
    row = rows_of("woocommerce/derived_customer_import.csv")[2]
    assert row.fields["postcode"] == "87104"
    assert row.fields["phone"] == "5558675309"


def test_a_whole_address_in_one_cell_is_taken_apart():
    rows = rows_of("crm/google_outlook_contacts.csv")
    parts = ("street", "house_number", "postcode", "town")
    assert [rows[3].fields[part] for part in parts] == ["Müllerweg", "48", "50789", "Köln"]
    assert rows_of("crm/google_native_contacts.csv")[3].fields["postcode"] == "50789"


def test_consents_are_shown_and_never_a_field():
    found = preview(table_of("prestashop/ps16_customers_import.csv"))
    assert found.consents == ("Newsletter (0/1)", "Opt-in (0/1)")
    assert found.left_out == ("Password *", "Birthday (yyyy-mm-dd)")
    assert found.rows[0].shown == {"Newsletter (0/1)": "1", "Opt-in (0/1)": "0"}
    assert not any("newsletter" in field for row in found.rows for field in row.fields)


def test_no_secret_of_any_sample_reaches_a_preview():
    for name, expected in EXPECTED.items():
        if len(expected) == 2:
            kept = repr([dict(row.fields) for row in preview(table_of(name)).rows])
            assert "$P$" not in kept
            assert "$2y$" not in kept
            assert "1987-04-02" not in kept


def test_another_sheet_of_a_workbook_can_be_chosen():
    content = (SAMPLES / "woocommerce/csv_import_suite_samples.xlsx").read_bytes()
    found = preview(read(content, sheet="Customer CSV Minimum"))
    assert (found.count(Status.GOOD), found.count(Status.WRONG)) == (5, 1)
    for sheet, kind in [("Coupon Import", "coupons"), ("Order Import (Native)", "orders")]:
        with pytest.raises(NotCustomers) as refusal:
            preview(read(content, sheet=sheet))
        assert refusal.value.kind == kind


def test_formula_like_values_are_imported_as_text():
    rows = rows_of("newsletter/ghost_members-formula-like-values.csv")
    assert rows[3].fields["surname"] == "=SUM(A1)"
    assert rows[3].fields["remarks"] == "@handle"
    assert (Note.HEADER_MISSING, "") not in table_of(
        "newsletter/ghost_members-formula-like-values.csv"
    ).notes
