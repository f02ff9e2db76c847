"""The pages of the vault."""

from django.urls import path

from klantkluis.office.lock import limits, members, sheets, views

app_name = "vault"
urlpatterns = [
    path("", views.status, name="status"),
    path("unlock/", views.unlock, name="unlock"),
    path("state/", views.state, name="state"),
    path("lock/", views.lock, name="lock"),
    path("limit/", views.go_on, name="go-on"),
    path("lock-all/", views.lock_all, name="lock-all"),
    path("password/", views.password, name="password"),
    path("join/", views.join, name="join"),
    path("settings/", limits.settings, name="settings"),
    path("settings/decoys/", limits.decoys, name="decoys"),
    path("settings/own-account/", limits.own_account, name="own-account"),
    path("books/", limits.accept_books, name="accept-books"),
    path("alarms/seen/", limits.seen_alarms, name="seen-alarms"),
    path("log/", views.log, name="log"),
    path("members/", members.members, name="members"),
    path("members/<uuid:staff_id>/", members.member, name="member"),
    path("sheets/", sheets.new_sheets, name="new-sheets"),
    path("sheets/<int:number>/", sheets.confirm_sheet, name="confirm-sheet"),
    path("recovery/", sheets.recover, name="recover"),
]
