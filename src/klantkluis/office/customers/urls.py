"""Customers."""

from django.urls import path

from klantkluis.office.customers import (
    acts,
    correcting,
    export,
    letters,
    received,
    restrictions,
    vat_numbers,
    views,
)

app_name = "customers"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("new/", views.new, name="new"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("merge/", acts.merge, name="merge"),
    path("export/", export.export, name="export"),
    path("vat-numbers/", vat_numbers.check_all, name="check-vat-numbers"),
    path("<int:customer_id>/vat-number/", vat_numbers.check, name="check-vat-number"),
    path("number/<int:number>/", acts.by_number, name="by-number"),
    path("<int:customer_id>/", views.customer, name="customer"),
    path("<int:customer_id>/data/", views.data, name="data"),
    path("<int:customer_id>/notes/", acts.note, name="note"),
    path("<int:customer_id>/correct/", correcting.correct, name="correct"),
    path("<int:customer_id>/corrected/", correcting.corrected, name="corrected"),
    path("<int:customer_id>/restrictions/", restrictions.restrictions, name="restrictions"),
    path("<int:customer_id>/restrictions/new/", restrictions.new, name="restrict"),
    path("<int:customer_id>/use/", restrictions.use, name="use"),
    path(
        "<int:customer_id>/restrictions/<int:restriction_id>/told/",
        restrictions.told,
        name="restriction-told",
    ),
    path(
        "<int:customer_id>/restrictions/<int:restriction_id>/lifted/",
        restrictions.lifted,
        name="restriction-lifted",
    ),
    path("<int:customer_id>/lifting/", restrictions.announcement, name="announce-lift"),
    path("<int:customer_id>/received/", received.received, name="received"),
    path("<int:customer_id>/letters/new/", letters.new_letter, name="new-letter"),
    path("<int:customer_id>/letters/<int:letter_id>/", letters.paper, name="letter"),
    path("<int:customer_id>/consents/", acts.consent, name="consent"),
    path("<int:customer_id>/addresses/new/", acts.new_address, name="new-address"),
    path("<int:customer_id>/addresses/<int:address_id>/", acts.address, name="address"),
    path(
        "<int:customer_id>/addresses/<int:address_id>/removed/",
        acts.remove,
        name="remove-address",
    ),
]
