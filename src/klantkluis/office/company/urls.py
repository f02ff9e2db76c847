"""Our own data."""

from django.urls import path

from klantkluis.office.company import views

app_name = "company"
urlpatterns = [
    path("", views.company, name="company"),
    path("logo/", views.logo, name="logo"),
]
