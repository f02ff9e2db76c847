"""The shop's window."""

from django.urls import path

from klantkluis.office.shop import categories, makers, pages, settings, shipping

app_name = "shop"
urlpatterns = [
    path("overview/", settings.overview, name="shop"),
    path("settings/", settings.settings, name="settings"),
    path("begin/", settings.begin, name="begin"),
    path("categories/", categories.categories, name="categories"),
    path("categories/new/", categories.new, name="new-category"),
    path("categories/<int:category_id>/", categories.category, name="category"),
    path("categories/<int:category_id>/move/", categories.move, name="move-category"),
    path("categories/<int:category_id>/removal/", categories.remove, name="remove-category"),
    path("shipping/", shipping.methods, name="shipping"),
    path("shipping/new/", shipping.new, name="new-shipping"),
    path("shipping/<int:method_id>/", shipping.method, name="shipping-method"),
    path("shipping/<int:method_id>/move/", shipping.move, name="move-shipping"),
    path("shipping/<int:method_id>/removal/", shipping.remove, name="remove-shipping"),
    path("makers/", makers.makers_page, name="makers"),
    path("makers/new/", makers.new, name="new-maker"),
    path("makers/<int:maker_id>/", makers.maker, name="maker"),
    path("makers/<int:maker_id>/removal/", makers.remove, name="remove-maker"),
    path("pages/", pages.page_list, name="pages"),
    path("pages/new/", pages.new, name="new-page"),
    path("pages/preview/", pages.preview, name="page-preview"),
    path("pages/<slug:name>/", pages.page_form, name="page"),
    path("pages/<slug:name>/versions/", pages.versions, name="page-versions"),
    path("pages/<slug:name>/removal/", pages.remove, name="remove-page"),
]
