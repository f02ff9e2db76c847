"""Log-in, one's own account, and colleagues."""

from django.urls import path

from klantkluis.office.access import account, staff, views

app_name = "access"
urlpatterns = [
    path("log-in/", views.log_in, name="log-in"),
    path("log-out/", views.log_out, name="log-out"),
    path("join/", views.join, name="join"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/", account.end_session, name="end-session"),
    path("language/", account.language, name="language"),
    path("theme/", account.theme, name="theme"),
    path("colleagues/", staff.colleagues, name="colleagues"),
    path("colleagues/new/", staff.invite, name="invite"),
    path("colleagues/<uuid:staff_id>/", staff.colleague, name="colleague"),
    path("colleagues/<uuid:staff_id>/code/", staff.reset, name="reset"),
    path("colleagues/<uuid:staff_id>/closed/", staff.deactivate, name="deactivate"),
    path("colleagues/<uuid:staff_id>/sessions/", staff.end_session, name="end-their-session"),
]
