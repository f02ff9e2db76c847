"""Stock."""

from django.urls import path

from klantkluis.office.stock import history, listing, moving

app_name = "stock"
urlpatterns = [
    path("", listing.stock, name="stock"),
    path("export/", listing.export, name="export"),
    path("receipts/new/", moving.receipt, name="receipt"),
    path("counts/new/", moving.count, name="count"),
    path("<int:product_id>/", history.product, name="product"),
    path("<int:product_id>/data/", history.data, name="data"),
    path("<int:product_id>/corrections/new/", moving.correction, name="correction"),
]
