"""Invoices and payments."""

from django.urls import path

from klantkluis.office.billing import (
    bulk,
    credit_notes,
    e_invoices,
    e_sending,
    money,
    purchases,
    received,
    views,
)

app_name = "billing"
urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/export/", bulk.export, name="export"),
    path("invoices/sendings/", bulk.sendings, name="sendings"),
    path("invoices/papers.zip", bulk.papers, name="papers"),
    path("invoices/<int:invoice_id>/", views.invoice, name="invoice"),
    path("invoices/<int:invoice_id>/number/", views.send, name="send"),
    path("invoices/<int:invoice_id>/deletion/", views.delete, name="delete"),
    path("invoices/<int:invoice_id>/paper.pdf", views.paper, name="paper"),
    path(
        "invoices/<int:invoice_id>/e-invoice/<slug:form>.xml",
        e_invoices.e_invoice,
        name="e-invoice",
    ),
    path("invoices/<int:invoice_id>/payments/", money.payment, name="payments"),
    path("invoices/<int:invoice_id>/credit/", money.credit, name="credit"),
    path(
        "invoices/<int:invoice_id>/credit-notes/new/",
        credit_notes.credit_invoice,
        name="credit-invoice",
    ),
    path(
        "invoices/<int:pk>/e-invoice/sendings/", e_sending.send_it, {"of": "invoice"}, name="e-send"
    ),
    path(
        "invoices/<int:pk>/e-invoice/<slug:form>/mails/",
        e_sending.mail_it,
        {"of": "invoice"},
        name="e-mail",
    ),
    path(
        "credit-notes/<int:pk>/e-invoice/sendings/",
        e_sending.send_it,
        {"of": "credit-note"},
        name="credit-e-send",
    ),
    path(
        "credit-notes/<int:pk>/e-invoice/<slug:form>/mails/",
        e_sending.mail_it,
        {"of": "credit-note"},
        name="credit-e-mail",
    ),
    path("e-invoices/sendings/", e_sending.deliveries, name="e-deliveries"),
    path("e-invoices/sendings/<int:delivery_id>/", e_sending.delivery, name="e-delivery"),
    path("e-invoices/sendings/<int:delivery_id>/again/", e_sending.again, name="e-delivery-again"),
    path(
        "e-invoices/sendings/<int:delivery_id>/settlement/",
        e_sending.settle,
        name="e-delivery-settle",
    ),
    path("e-invoices/sendings/<int:delivery_id>/questions/", e_sending.ask, name="e-delivery-ask"),
    path("e-invoices/files/<int:e_invoice_id>/", e_sending.document, name="e-invoice-document"),
    path("purchases/", purchases.purchases, name="purchases"),
    path("purchases/<int:purchase_id>/", purchases.purchase, name="purchase"),
    path("purchases/<int:purchase_id>/booking/", purchases.book, name="purchase-book"),
    path("purchases/<int:purchase_id>/rejection/", purchases.reject, name="purchase-reject"),
    path("purchases/<int:purchase_id>/file/", purchases.file, name="purchase-file"),
    path("e-invoices/", received.received, name="received"),
    path("credit-notes/", credit_notes.credit_notes, name="credit-notes"),
    path("credit-notes/<int:credit_note_id>/", credit_notes.credit_note, name="credit-note"),
    path(
        "credit-notes/<int:credit_note_id>/paper.pdf",
        credit_notes.credit_paper,
        name="credit-paper",
    ),
    path(
        "credit-notes/<int:credit_note_id>/e-invoice/<slug:form>.xml",
        e_invoices.credit_e_invoice,
        name="credit-e-invoice",
    ),
    path("orders/<int:order_id>/invoices/", views.draft, name="draft"),
    path("customers/<int:customer_id>/payments/", money.payments_of, name="customer-payments"),
    path(
        "customers/<int:customer_id>/payments/export/",
        money.export_payments,
        name="export-payments",
    ),
    path("customers/<int:customer_id>/refunds/", money.refund, name="refund"),
]
