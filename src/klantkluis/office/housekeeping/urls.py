"""The nightly housekeeping."""

from django.urls import path

from klantkluis.office.housekeeping import views

app_name = "housekeeping"
urlpatterns = [
    path("", views.housekeeping, name="housekeeping"),
    path("runs/", views.run, name="run"),
]
