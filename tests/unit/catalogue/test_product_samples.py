"""The files that other systems hand out import with the numbers of rows that are in them."""

from decimal import Decimal
from pathlib import Path

import pytest

from klantkluis.catalogue.importing.preview import NotProducts, Status, preview
from klantkluis.core.vat import PriceBasis
from klantkluis.foundation.tables.reading import read
from klantkluis.foundation.tables.table import FileRefused, Note

SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "imports"
# file | preset | good, wrong, passed over; or file | what it is a list of instead
TABLE = """
bagisto/customers.csv | customers
bagisto/customers.xls | customers
bagisto/customers.xlsx | customers
bagisto/products-with-errors.csv | Bagisto | 1 1 0
bagisto/products.csv | Bagisto | 23 0 3
bagisto/products.xlsx | Bagisto | 23 0 3
bagisto/tax-rates.csv | tax_rates
crm/atomic-crm_contacts_export.csv | customers
crm/civicrm_individual_external_identifier_opt_out.csv | unknown
crm/civicrm_individual_unicode.csv | customers
crm/google_native_contacts.csv | customers
crm/google_outlook_contacts.csv | customers
crm/invalid_unescaped_quotes.csv | invoice_lines
django-oscar/books-small-semicolon.csv | django-oscar | 9 1 0
dolibarr/Example_import_company_1.csv | customers
erpnext/frappe_sample_import_file_semicolon.csv | unknown
headers_only/dutch_relatie_export.csv | customers
headers_only/magento2_catalog_product.csv | Magento 2 | 0 0 0
headers_only/mailchimp_audience_export.csv | customers
headers_only/shopify_customers_export_mid.csv | customers
headers_only/shopify_customers_export_new.csv | customers
headers_only/shopify_customers_export_old.csv | customers
headers_only/shopify_orders_export.csv | orders
headers_only/shopify_products_export.csv | Shopify | 0 0 0
headers_only/woocommerce_webtoffee_orders.csv | orders
invoiceninja/clients.csv | customers
invoiceninja/expenses.csv | expenses
invoiceninja/freshbooks_clients.csv | customers
invoiceninja/freshbooks_invoices.csv | invoices
invoiceninja/i2g_invoices.csv | invoices
invoiceninja/invoice.csv | invoices
invoiceninja/invoicely_clients.csv | customers
invoiceninja/invoicely_invoices.csv | invoices
invoiceninja/payments.csv | payments
invoiceninja/products.csv | Invoice Ninja | 181 0 0
invoiceninja/quotes.csv | quotes
invoiceninja/recurring_invoice.csv | recurring_invoices
invoiceninja/vendors.csv | suppliers
invoiceninja/wave_clients.csv | customers
invoiceninja/wave_expenses.csv | transactions
invoiceninja/wave_invoices.csv | transactions
invoiceninja/wave_vendors.csv | suppliers
invoiceninja/zoho_contacts.csv | customers
invoiceninja/zoho_invoices.csv | invoices
magento2/customer.csv | customers
magento2/customer_address.csv | customers
magento2/customer_composite.csv | customers
medusa/exported-products-comma.csv | Medusa | 3 0 0
medusa/exported-products-semicolon.csv | Medusa | 3 0 0
medusa/invalid-column.csv | Medusa | 1 0 0
medusa/invalid-prices.csv | Medusa | 1 0 0
medusa/prices-with-region.csv | Medusa | 0 1 0
medusa/product-with-categories.csv | Medusa | 2 0 0
medusa/v1-template.csv | Medusa | 0 5 0
moneybird/gsheets2moneybird_test.csv | hours
newsletter/ghost_members-duplicate-emails.csv | customers
newsletter/ghost_members-formula-like-values.csv | customers
newsletter/ghost_members-newsletters-step1.csv | customers
newsletter/ghost_members-ragged-row.csv | customers
newsletter/ghost_multiple-records-with-empty-values.csv | customers
newsletter/ghost_two-columns-mapping-header.csv | unknown
newsletter/ghost_two-columns-obscure-header.csv | customers
newsletter/keila_import_excel.csv | customers
newsletter/keila_import_external_ids.csv | customers
newsletter/keila_import_external_ids_duplicate.csv | customers
newsletter/keila_import_malformed1.csv | customers
newsletter/keila_import_malformed2.csv | customers
newsletter/keila_import_rfc_4180.csv | customers
newsletter/keila_import_rfc_4180_upsert.csv | customers
newsletter/keila_import_rfc_4180_with_status.csv | customers
newsletter/keila_import_template.csv | customers
newsletter/keila_import_template.ods | customers
newsletter/keila_import_with_data.csv | customers
newsletter/listmonk_subs-domain-blocklist.csv | customers
newsletter/listmonk_subs.csv | customers
newsletter/mailpoet_ImportBigList.csv | customers
newsletter/mailpoet_ImportList.csv | customers
newsletter/mailpoet_users.csv | unknown
newsletter/mautic_10contacts.csv | customers
newsletter/mautic_fakecompanydata.csv | unknown
newsletter/mautic_fakeleaddata.csv | customers
odoo/External_id_3rd_party_application_products.csv | Odoo | 5 0 0
odoo/m2m_customers_tags.csv | unknown
odoo/o2m_customers_contacts.csv | unknown
odoo/purchase.order_functional_error_line_cant_adpat.csv | purchase_orders
odoo/res.partner.csv | customers
prestashop/ps16_addresses_import.csv | customers
prestashop/ps16_categories_import.csv | categories
prestashop/ps16_customers_import.csv | customers
prestashop/ps16_manufacturers_import.csv | manufacturers
prestashop/ps16_products_import.csv | PrestaShop / thirty bees | 7 0 0
prestashop/ps16_suppliers_import.csv | suppliers
prestashop/thirtybees_addresses_import.csv | customers
prestashop/thirtybees_alias_import.csv | search_words
prestashop/thirtybees_categories_import.csv | categories
prestashop/thirtybees_combinations_import.csv | product_variants
prestashop/thirtybees_customers_import.csv | customers
prestashop/thirtybees_products_import.csv | PrestaShop / thirty bees | 7 0 0
prestashop/thirtybees_store_contacts.csv | shops
prestashop/thirtybees_suppliers_import.csv | suppliers
prestashop/thirtybees_supply_orders_details_import.csv | purchase_orders
prestashop/thirtybees_supply_orders_import.csv | purchase_orders
shopify/apparel.csv | Shopify | 22 0 0
shopify/customers.csv | customers
shopify/example_customer.csv | customers
shopify/example_orders.csv | orders
shopify/example_products.csv | Shopify | 2 0 1
shopify/home-and-garden.csv | Shopify | 21 0 0
shopify/invalid_headers.csv | unknown
shopify/invalid_product.csv | Shopify | 0 1 0
shopify/jewelery.csv | Shopify | 23 0 18
shopify/orders.csv | orders
shopify/products.csv | Shopify | 3 0 4
shopify/transporter_orders.csv | orders
shopify/transporter_products.csv | Shopify | 3 0 4
shopware5/CustomerImport.csv | customers
shopware5/NewsletterRecipientImport.csv | customers
shopware5/OrderImport.csv | orders
shopware5/addresses_profile_create.csv | customers
shopware5/addresses_profile_update.csv | customers
shopware5/article_complete.csv | Shopware 5 | 8 0 0
shopware5/article_in_stock_profile.csv | stock
shopware5/article_price_profile.csv | Shopware 5: prices | 1 0 0
shopware5/article_profile_create_variant.csv | Shopware 5 | 2 0 0
shopware5/article_properties_profile.csv | product_properties
shopware5/categories_profile_test.csv | categories
shopware5/customers_profile.csv | customers
shopware5/export.customers.csv | customers
shopware5/newsletter_profile.csv | customers
shopware5/order_profile.csv | orders
vcard/ez_John_Doe_ANDROID.vcf | customers
vcard/ez_John_Doe_BLACK_BERRY.vcf | customers
vcard/ez_John_Doe_EVOLUTION.vcf | customers
vcard/ez_John_Doe_GMAIL.vcf | customers
vcard/ez_John_Doe_LOTUS_NOTES.vcf | customers
vcard/ez_John_Doe_MS_OUTLOOK.vcf | customers
vcard/ez_fullcontact.vcf | customers
vcard/ez_gmail-list.vcf | customers
vcard/ez_gmail-single.vcf | customers
vcard/ez_gmail-single2.vcf | customers
vcard/ez_issue114.vcf | customers
vcard/ez_outlook-2003.vcf | customers
vcard/ez_rfc2426-example.vcf | customers
vcard/ez_rfc6350-example.vcf | customers
vcard/fk_AnsiIssue.vcf | customers
vcard/fk_AnsiIssueInvalidEncoding.vcf | customers
vcard/fk_AnsiIssueNoEncoding.vcf | customers
vcard/fk_Cropped_2_1.vcf | customers
vcard/fk_Empty.vcf | empty
vcard/fk_German.vcf | customers
vcard/fk_Greek.vcf | customers
vcard/fk_LabelIssue.vcf | customers
vcard/fk_LabelTest1.vcf | customers
vcard/fk_Murks.vcf | customers
vcard/fk_Ukrainian.vcf | customers
vcard/fk_WhatsAppIssue.vcf | customers
vcard/fk_utf-8.vcf | customers
vcard/fk_v2_1.vcf | customers
vcard/fk_v3Ansi.vcf | customers
vcard/fk_v3Utf16Bom.vcf | customers
vcard/fk_v4.vcf | customers
vcard/ical4j_4b62872a-849-0.vcf | customers
vcard/ical4j_vcard-dirk-whitespaceafterbegin.vcf | customers
vcard/ical4j_vcard-dirk.vcf | customers
vcard/ical4j_vcard-group.vcf | customers
vcard/ical4j_vcard-lowercase.vcf | customers
vcard/ical4j_vcard-rfc2426.vcf | customers
vcard/ical4j_vcard-url.vcf | customers
vcard/ical4j_vcard-vCards-SAP.vcf | customers
vcard/sabre_issue153.vcf | customers
vcard/sabre_issue64.vcf | customers
vcard/vobject_radicale-1587.vcf | customers
vendure/custom-fields.csv | Vendure | 3 0 0
vendure/invalid-columns.csv | Vendure | 4 0 0
vendure/invalid-option-values.csv | Vendure | 4 0 0
vendure/invalid-row-length.csv | Vendure | 2 1 0
vendure/multiple-languages.csv | Vendure | 3 0 0
vendure/multiple-products-multiple-variants.csv | Vendure | 10 0 0
woocommerce/csv_import_suite_samples.xlsx | customers
woocommerce/derived_coupon_import.csv | coupons
woocommerce/derived_customer_csv_minimum.csv | customers
woocommerce/derived_customer_import.csv | customers
woocommerce/derived_order_csv_minimum.csv | orders
woocommerce/derived_order_import_json_export.csv | orders
woocommerce/derived_order_import_native.csv | orders
woocommerce/import-attribute-special-chars-28172-data.csv | WooCommerce | 0 1 0
woocommerce/import-grouped-before-children-25706-data.csv | WooCommerce | 2 0 1
woocommerce/importer_test_sample.csv | WooCommerce | 5 0 2
woocommerce/sample_products.csv | WooCommerce | 21 0 3
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
            with pytest.raises(NotProducts) as refusal:
                preview(table)
            assert (refusal.value.kind or "unknown") == kind
            assert refusal.value.sentence.endswith(".")


def products(name, **arguments):
    return {row.line: row.product for row in preview(table_of(name), **arguments).rows}


def test_variants_become_products_under_the_name_of_their_parent():
    found = products("shopify/products.csv")
    assert found[6].name_nl.endswith(" – White, 9.5")
    assert (found[6].sku, found[6].price.amount) == ("a-123", Decimal("10.00"))
    found = products("vendure/multiple-products-multiple-variants.csv")
    assert found[3].name_nl == "Perfect Paper Stretcher – Quarter Imperial"
    found = products("woocommerce/importer_test_sample.csv")
    assert found[6].name_nl == "Ship Your Idea – Black, M"


def test_a_product_without_an_article_number_gets_one_with_a_remark():
    rows = preview(table_of("shopify/home-and-garden.csv")).rows
    assert rows[1].product.sku == "clay-plant-pot-large"
    assert "sku_derived" in {remark.code for remark in rows[1].warnings}
    skus = [row.product.sku for row in rows if row.status is Status.GOOD]
    assert len(skus) == len(set(skus))


def test_the_decimal_comma_and_the_noise_of_floats_are_read_exactly():
    assert products("shopware5/article_price_profile.csv")[2].price.amount == Decimal("9.95")
    assert products("invoiceninja/products.csv")[7].price.amount == Decimal("9.78")


def test_a_price_in_another_currency_is_an_error():
    (row,) = preview(table_of("medusa/prices-with-region.csv")).rows
    assert {remark.code for remark in row.errors} == {"price_other_currency"}


def test_the_basis_of_the_prices_is_that_of_the_system_unless_a_human_says_otherwise():
    table = table_of("odoo/External_id_3rd_party_application_products.csv")
    assert preview(table).basis is PriceBasis.NET
    assert preview(table, basis=PriceBasis.GROSS).rows[0].product.basis is PriceBasis.GROSS


def test_both_languages_of_a_name_are_kept():
    found = products("vendure/multiple-languages.csv")[2]
    assert found.name_en == "Perfect Paper Stretcher – Half Imperial"


def test_a_file_without_a_header_is_known_by_its_numbers():
    found = products("django-oscar/books-small-semicolon.csv")
    assert found[1].barcode == ""
    assert (found[1].sku, found[1].price.amount) == ("9780115531446", Decimal("10.32"))
    assert (Note.HEADER_MISSING, "") in table_of("django-oscar/books-small-semicolon.csv").notes


def test_a_mixed_up_row_is_an_error_and_not_a_product():
    rows = {r.line: r for r in preview(table_of("vendure/invalid-row-length.csv")).rows}
    assert rows[3].status is Status.WRONG
