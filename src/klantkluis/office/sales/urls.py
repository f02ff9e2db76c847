"""Orders and delivery notes."""

from django.urls import path

from klantkluis.office.sales import views, writing

app_name = "sales"
urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/products/", writing.product_options, name="product-options"),
    path("orders/<int:order_id>/", views.order, name="order"),
    path("orders/<int:order_id>/lines/", writing.change, name="change-order"),
    path("orders/<int:order_id>/cancellation/", views.cancel, name="cancel-order"),
    path("orders/<int:order_id>/deliveries/new/", writing.new_delivery, name="new-delivery"),
    path("customers/<int:customer_id>/orders/new/", writing.new_order, name="new-order"),
    path("customers/<int:customer_id>/orders/totals/", writing.order_totals, name="order-totals"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/", views.delivery, name="delivery"),
]
