"""Invoices and payments."""

from django.urls import path

from klantkluis.office.billing import views

app_name = "billing"
urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/<int:invoice_id>/", views.invoice, name="invoice"),
    path("invoices/<int:invoice_id>/number/", views.send, name="send"),
    path("invoices/<int:invoice_id>/deleted/", views.delete, name="delete"),
    path("invoices/<int:invoice_id>/paper/", views.paper, name="paper"),
    path("invoices/<int:invoice_id>/payments/", views.payments, name="payments"),
    path("invoices/<int:invoice_id>/credit/", views.credit, name="credit"),
    path("orders/<int:order_id>/invoices/", views.draft, name="draft"),
]
