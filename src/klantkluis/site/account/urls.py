"""The pages of an account."""

from django.urls import path

from klantkluis.site.account.views import entering, own, packages

urlpatterns = [
    path("account/", own.overview, name="account"),
    path("account/welcome/", own.made, name="account-made"),
    path("account/register/", entering.register, name="register"),
    path("account/register/mailed/", entering.register_mailed, name="register-mailed"),
    path("account/register/<str:token>/", entering.register_on, name="register-on"),
    path("account/log-in/", entering.log_in, name="log-in"),
    path("account/log-out/", entering.log_out, name="log-out"),
    path("account/log-out-everywhere/", entering.log_out_everywhere, name="log-out-everywhere"),
    path("account/logged-out/", entering.logged_out, name="logged-out"),
    path("account/forgotten/", entering.forgotten, name="forgotten"),
    path("account/forgotten/mailed/", entering.forgotten_mailed, name="forgotten-mailed"),
    path("account/new-password/<str:token>/", entering.new_password, name="new-password"),
    path("account/change/", own.change, name="account-change"),
    path("account/password/", own.change_password, name="account-password"),
    path("account/email/", own.change_email, name="account-email"),
    path("account/email/<str:token>/", own.email_on, name="email-on"),
    path("account/delete/", own.close, name="account-delete"),
    path("account/deleted/", own.closed, name="account-closed"),
    path("account/download/", own.download, name="account-download"),
    path("account/package/<uuid:uid>/", packages.fetch, name="account-package"),
    path("account/package/<uuid:uid>/delete/", packages.drop, name="account-package-delete"),
]
