"""Our own data."""

from django.urls import path

from klantkluis.office.company import connections, paper, rates, views

app_name = "company"
urlpatterns = [
    path("", views.company, name="company"),
    path("logo/", views.logo, name="logo"),
    path("paper/", paper.paper, name="paper"),
    path("paper/preview/", paper.preview, name="paper-preview"),
    path("vat-rates/", rates.rates, name="rates"),
    path("vat-rates/<int:rate_id>/removal/", rates.remove, name="remove-rate"),
    path("connections/", connections.connections, name="connections"),
    path("connections/<slug:name>/closed/", connections.shut, name="shut"),
]
