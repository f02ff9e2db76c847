"""The pages of the letterbox, the withdrawal and the newsletter."""

from django.urls import path

from klantkluis.site.post import newsletter, views, withdrawal

urlpatterns = [
    path("contact/", views.write, {"sort": "contact"}, name="contact"),
    path("quote/", views.write, {"sort": "quote"}, name="quote-request"),
    path("complaint/", views.write, {"sort": "complaint"}, name="complaint"),
    path("requests/access/", views.write, {"sort": "access"}, name="access-request"),
    path("requests/correction/", views.write, {"sort": "correction"}, name="correction-request"),
    path("requests/deletion/", views.write, {"sort": "deletion"}, name="deletion-request"),
    path("post/thanks/<str:sort>/<str:how>/<str:number>/", views.thanks, name="post-thanks"),
    path("withdraw/", withdrawal.withdraw, name="withdraw"),
    path("withdraw/receipt/", withdrawal.receipt, name="withdraw-receipt"),
    path("newsletter/", newsletter.subscribe, name="newsletter"),
    path("newsletter/mailed/", newsletter.mailed, name="newsletter-mailed"),
    path("newsletter/done/", newsletter.done, name="newsletter-done"),
    path("newsletter/<str:token>/", newsletter.confirm, name="newsletter-confirm"),
    path("unsubscribe/", newsletter.unsubscribe_typed, name="unsubscribe-typed"),
    path("unsubscribe/done/", newsletter.unsubscribed, name="unsubscribed"),
    path("unsubscribe/<str:token>", newsletter.unsubscribe, name="unsubscribe"),
    path("demo-mail/", views.demo_mail, name="demo-mail"),
]
