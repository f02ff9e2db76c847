"""Packages of somebody's data."""

from django.urls import path

from klantkluis.office.privacy.access import views

app_name = "packages"
urlpatterns = [
    path("<int:customer_id>/", views.of_customer, name="customer"),
    path("person/<uuid:uid>/", views.of_person, name="person"),
]
