"""Pages of the shop, and its files that are the same in each language."""

from django.urls import path

from klantkluis.site.shop.views import cart, checkout, files_of, thanks, window

files = [
    path("look.css", files_of.look, name="look"),
    path("favicon.svg", files_of.mark, name="mark"),
    path("robots.txt", files_of.robots, name="robots"),
    path("sitemap.xml", files_of.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", files_of.sitemap_part, name="sitemap_part"),
    path("pictures/<str:name>", files_of.picture, name="picture"),
    path("payments/mollie/", thanks.told, name="mollie"),
]
urlpatterns = [
    path("", window.home, name="home"),
    path("categories/<str:slug>/", window.category, name="category"),
    path("products/<str:slug>/", window.product_page, name="product"),
    path("reductions/", window.reductions, name="reductions"),
    path("search/", window.search, name="search"),
    path("pages/<str:name>/", window.page, name="page"),
    path("withdrawal-right/", window.withdrawal_right, name="withdrawal_right"),
    path("guarantee/", window.guarantee, name="guarantee"),
    path("prices/", cart.choose_basis, name="prices"),
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.add, name="add_to_cart"),
    path("cart/change/", cart.change, name="change_cart"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/order/", checkout.order, name="order"),
    path("thanks/<str:token>/", thanks.thanks_page, name="thanks"),
    path("thanks/<str:token>/pay/", thanks.pay, name="pay"),
    path("thanks/<str:token>/code.svg", thanks.code, name="payment_code"),
]
