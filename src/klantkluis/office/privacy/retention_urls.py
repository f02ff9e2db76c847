"""Retention: terms, what is due, and what an owner confirms."""

from django.urls import path

from klantkluis.office.privacy import retention, retention_ends, retention_holds

app_name = "retention"
urlpatterns = [
    path("", retention.retention, name="retention"),
    path("looks/", retention.look_now, name="look"),
    path("terms/<slug:name>/", retention.term, name="term"),
    path("people/", retention_ends.people, name="people"),
    path("years/<slug:name>/", retention_ends.year, name="year"),
    path("holds/", retention_holds.holds, name="holds"),
    path("holds/new/", retention_holds.new, name="new-hold"),
    path("holds/<int:hold_id>/end/", retention_holds.end, name="end-hold"),
]
