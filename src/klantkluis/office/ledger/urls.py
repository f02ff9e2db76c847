"""The books."""

from django.urls import path

from klantkluis.office.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.balance, name="balance"),
    path("export/", views.export, name="export"),
    path("entries/", views.entries, name="entries"),
    path("entries/export/", views.export_entries, name="export-entries"),
    path("entries/<int:n>/", views.entry, name="entry"),
    path("accounts/<str:code>/", views.account, name="account"),
]
