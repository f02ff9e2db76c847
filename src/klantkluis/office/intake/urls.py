"""What comes in from the shop."""

from django.urls import path

from klantkluis.office.intake import attaching, doubts, link, post

app_name = "intake"
urlpatterns = [
    path("shop-link/", link.link, name="link"),
    path("shop-link/certificate/", link.certificate, name="certificate"),
    path("shop-link/resumption/", link.resume, name="resume"),
    path("shop-link/messages/", link.retry, name="retry"),
    path("shop-post/", post.letters, name="post"),
    path("shop-post/<int:post_id>/", post.letter, name="letter"),
    path("shop-post/<int:post_id>/writer/", attaching.writer, name="writer"),
    path("shop-post/<int:post_id>/handled/", post.handled, name="handled"),
    path("shop-doubts/", doubts.doubts, name="doubts"),
    path("shop-doubts/lookalikes/<int:doubt_id>/", doubts.lookalike, name="lookalike"),
    path("shop-doubts/changes/<int:change_id>/", doubts.change, name="change"),
    path("shop-doubts/orders/<int:shop_order_id>/", doubts.settle, name="settle"),
    path("shop-doubts/confirmations/<int:shop_order_id>/", doubts.confirm, name="confirm"),
    path("shop-doubts/payments/<int:seen_id>/", doubts.payment, name="payment"),
]
