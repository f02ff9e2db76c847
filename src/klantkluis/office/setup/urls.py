"""The first run of an empty office."""

from django.urls import path

from klantkluis.office.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("vault/", views.vault, name="vault"),
    path("words/", views.suggestion, name="words"),
]
