"""Products."""

from django.urls import path

from klantkluis.office.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.products, name="products"),
    path("new/", views.new, name="new"),
    path("export/", views.export, name="export"),
    path("<int:product_id>/", views.product, name="product"),
]
