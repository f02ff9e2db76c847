"""Products."""

from django.urls import path

from klantkluis.office.catalogue import listing, views

app_name = "catalogue"
urlpatterns = [
    path("", listing.products, name="products"),
    path("export/", listing.export, name="export"),
    path("offered/", listing.offer, {"active": True}, name="offer"),
    path("withdrawn/", listing.offer, {"active": False}, name="withdraw"),
    path("new/", views.new, name="new"),
    path("price/", views.price, name="price"),
    path("<int:product_id>/", views.product, name="product"),
    path("<int:product_id>/data/", views.data, name="data"),
]
