"""Outgoing mail."""

from django.urls import path

from klantkluis.office.mail import box, sending, settings, views

app_name = "mail"
urlpatterns = [
    path("", views.mails, name="mails"),
    path("<int:mail_id>/", views.mail, name="mail"),
    path("<int:mail_id>/sendings/", views.send, name="send"),
    path("<int:mail_id>/settlement/", views.settle, name="settle"),
    path("invoices/", sending.mail_invoices, name="invoices"),
    path("invoices/<int:invoice_id>/", sending.mail_invoice, name="invoice"),
    path("credit-notes/<int:credit_note_id>/", sending.mail_credit_note, name="credit-note"),
    path("quotes/<int:quote_id>/", sending.mail_quote, name="quote"),
    path("orders/<int:order_id>/", sending.mail_order, name="order"),
    path("deliveries/<int:delivery_id>/", sending.mail_delivery, name="delivery"),
    path("statements/<int:customer_id>/", sending.mail_statement, name="statement"),
    path("server/", settings.server, name="server"),
    path("server/closed/", settings.shut, name="shut"),
    path("server/tests/", settings.test, name="test"),
    path("box/", box.box, name="box"),
    path("box/closed/", box.shut, name="shut-box"),
    path("box/tests/", box.test, name="test-box"),
    path("templates/", settings.words, name="templates"),
    path("templates/<slug:kind>/<slug:language>/", settings.template, name="template"),
]
