"""Products."""

from django.urls import path

from klantkluis.office.catalogue import listing, shop_views, views

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
    path("shown/", listing.show_in_shop, {"shown": True}, name="show"),
    path("hidden/", listing.show_in_shop, {"shown": False}, name="hide"),
    path("<int:product_id>/shop/", shop_views.in_shop, name="in-shop"),
    path("<int:product_id>/pictures/", shop_views.pictures, name="pictures"),
    path(
        "<int:product_id>/pictures/<int:picture_id>/",
        shop_views.change_picture,
        name="change-picture",
    ),
    path(
        "<int:product_id>/pictures/<int:picture_id>/<int:width>/",
        shop_views.picture,
        name="picture",
    ),
    path("<int:product_id>/prices/", shop_views.prices, name="prices"),
    path("<int:product_id>/prices/<int:price_id>/", shop_views.take_back, name="take-back"),
]
