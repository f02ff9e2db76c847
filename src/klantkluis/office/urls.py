"""Where each page of the office lives."""

from django.urls import URLPattern, URLResolver, include, path

from klantkluis.office import search
from klantkluis.office.home import views as home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("welcome/", include("klantkluis.office.setup.urls")),
    path("company/", include("klantkluis.office.company.urls")),
    path("customers/", include("klantkluis.office.customers.urls")),
    path("products/", include("klantkluis.office.catalogue.urls")),
    path("shop/", include("klantkluis.office.shop.urls")),
    path("stock/", include("klantkluis.office.stock.urls")),
    path("", include("klantkluis.office.sales.urls")),
    path("", include("klantkluis.office.billing.urls")),
    path("ledger/", include("klantkluis.office.ledger.urls")),
    path("mail/", include("klantkluis.office.mail.urls")),
    path("", include("klantkluis.office.intake.urls")),
    path("erasures/", include("klantkluis.office.privacy.erasure_urls")),
    path("privacy/", include("klantkluis.office.privacy.urls")),
    path("imports/", include("klantkluis.office.imports.urls")),
    path("privacy/disclosures/", include("klantkluis.office.disclosures.urls")),
    path("privacy/breaches/", include("klantkluis.office.breaches.urls")),
    path("privacy/", include("klantkluis.office.statement.urls")),
    path("housekeeping/", include("klantkluis.office.housekeeping.urls")),
    path("jobs/", include("klantkluis.office.jobs.urls")),
    path("privacy/retention/", include("klantkluis.office.privacy.retention_urls")),
    path("privacy/access/", include("klantkluis.office.privacy.access.urls")),
    path("vault/", include("klantkluis.office.lock.urls")),
    path("", include("klantkluis.office.access.urls")),
]

handler403 = "klantkluis.office.errors.not_allowed"
handler404 = "klantkluis.office.errors.not_found"
handler500 = "klantkluis.office.errors.our_mistake"
