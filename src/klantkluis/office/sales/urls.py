"""Quotes, orders and delivery notes."""

from django.urls import path

from klantkluis.office.sales import (
    bulk,
    deliveries,
    listing,
    orders,
    quote_listing,
    quote_writing,
    quotes,
    writing,
)

app_name = "sales"
urlpatterns = [
    path("orders/", listing.orders, name="orders"),
    path("orders/export/", listing.export_orders, name="export-orders"),
    path("orders/new/", writing.new_order, name="new-order"),
    path("orders/totals/", writing.order_totals, name="order-totals"),
    path("orders/products/", writing.product_options, name="product-options"),
    path("orders/customers/", writing.customer_options, name="customer-options"),
    path("orders/deliveries/", bulk.deliver_many, name="deliver-many"),
    path("orders/pick-lists/", bulk.pick_lists, name="pick-lists"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/lines/", writing.change, name="change-order"),
    path("orders/<int:order_id>/confirmation/", orders.confirmation, name="confirmation"),
    path("orders/<int:order_id>/cancellation/", orders.cancel, name="cancel-order"),
    path("orders/<int:order_id>/deliveries/new/", deliveries.new_delivery, name="new-delivery"),
    path("quotes/", quote_listing.quotes, name="quotes"),
    path("quotes/export/", quote_listing.export_quotes, name="export-quotes"),
    path("quotes/new/", quote_writing.new_quote, name="new-quote"),
    path("quotes/totals/", quote_writing.quote_totals, name="quote-totals"),
    path("quotes/<int:quote_id>/", quotes.quote, name="quote"),
    path("quotes/<int:quote_id>/versions/", quote_writing.revise, name="revise-quote"),
    path("quotes/<int:quote_id>/issue/", quotes.issue, name="issue-quote"),
    path("quotes/<int:quote_id>/acceptance/", quotes.accept, name="accept-quote"),
    path("quotes/<int:quote_id>/refusal/", quotes.refuse, name="refuse-quote"),
    path("quotes/<int:quote_id>/order/", quotes.make_order, name="order-quote"),
    path("quotes/<int:quote_id>/follow-ups/", quotes.follow_up, name="follow-up-quote"),
    path("quotes/<int:quote_id>/versions/<int:version>/paper/", quotes.paper, name="quote-paper"),
    path("deliveries/", listing.deliveries, name="deliveries"),
    path("deliveries/export/", listing.export_deliveries, name="export-deliveries"),
    path("deliveries/papers.zip", listing.delivery_papers, name="delivery-papers"),
    path("deliveries/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/paper/", deliveries.paper, name="delivery-paper"),
]
