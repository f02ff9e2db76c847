"""Orders and delivery notes."""

from django.urls import path

from klantkluis.office.sales import bulk, deliveries, listing, orders, writing

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
    path("deliveries/", listing.deliveries, name="deliveries"),
    path("deliveries/export/", listing.export_deliveries, name="export-deliveries"),
    path("deliveries/papers.zip", listing.delivery_papers, name="delivery-papers"),
    path("deliveries/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/paper/", deliveries.paper, name="delivery-paper"),
]
