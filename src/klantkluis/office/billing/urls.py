"""Invoices and payments."""

from django.urls import path

from klantkluis.office.billing import (
    bulk,
    collective,
    credit_notes,
    e_invoices,
    money,
    prepayments,
    pro_forma,
    received,
    statements,
    subscription_writing,
    subscriptions,
    views,
)

app_name = "billing"
urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/export/", bulk.export, name="export"),
    path("invoices/sendings/", bulk.sendings, name="sendings"),
    path("invoices/papers.zip", bulk.papers, name="papers"),
    path("invoices/collective/", collective.collective, name="collective"),
    path("invoices/collective/drafts/", collective.collect, name="collect"),
    path("invoices/<int:invoice_id>/", views.invoice, name="invoice"),
    path("invoices/<int:invoice_id>/pro-forma.pdf", pro_forma.of_draft, name="pro-forma"),
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
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/new/", subscription_writing.new_subscription, name="new-subscription"),
    path("subscriptions/drafts/", subscriptions.make, name="make-due"),
    path("subscriptions/<int:subscription_id>/", subscriptions.subscription, name="subscription"),
    path(
        "subscriptions/<int:subscription_id>/terms/",
        subscription_writing.change_terms,
        name="change-terms",
    ),
    path("subscriptions/<int:subscription_id>/end/", subscriptions.end, name="end-subscription"),
    path("subscriptions/<int:subscription_id>/pauses/", subscriptions.pause, name="pause"),
    path("subscriptions/<int:subscription_id>/resumption/", subscriptions.resume, name="resume"),
    path(
        "subscriptions/<int:subscription_id>/periods/<int:number>/invoices/",
        subscriptions.make_after_all,
        name="make-after-all",
    ),
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
    path("orders/<int:order_id>/prepayments/new/", prepayments.prepayment, name="prepayment"),
    path("orders/<int:order_id>/pro-forma.pdf", pro_forma.of_order, name="order-pro-forma"),
    path(
        "customers/<int:customer_id>/deliveries-to-bill/",
        collective.of_customer,
        name="customer-collective",
    ),
    path(
        "customers/<int:customer_id>/deliveries-to-bill/rhythm/",
        collective.every,
        name="collective-every",
    ),
    path("customers/<int:customer_id>/payments/", money.payments_of, name="customer-payments"),
    path(
        "customers/<int:customer_id>/payments/export/",
        money.export_payments,
        name="export-payments",
    ),
    path("customers/<int:customer_id>/statement/", statements.statement, name="statement"),
    path("customers/<int:customer_id>/statement.pdf", statements.paper, name="statement-paper"),
    path(
        "customers/<int:customer_id>/statement/export/",
        statements.export,
        name="export-statement",
    ),
    path("customers/<int:customer_id>/refunds/", money.refund, name="refund"),
]
