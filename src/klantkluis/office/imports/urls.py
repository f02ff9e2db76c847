"""Imports."""

from django.urls import path

from klantkluis.office.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<uuid:import_uid>/", views.file, name="file"),
    path("<uuid:import_uid>/columns/", views.columns, name="columns"),
    path("<uuid:import_uid>/again/", views.again, name="again"),
    path("<uuid:import_uid>/wrong-rows/", views.wrong, name="wrong"),
    path("<uuid:import_uid>/removed/", views.remove, name="remove"),
]
