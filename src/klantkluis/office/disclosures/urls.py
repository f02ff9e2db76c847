"""Disclosures."""

from django.urls import path

from klantkluis.office.disclosures import notices, views

app_name = "disclosures"
urlpatterns = [
    path("", views.disclosures, name="disclosures"),
    path("export/", views.export, name="export"),
    path("<int:disclosure_id>/", views.disclosure, name="disclosure"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/letter/", notices.letter, name="notice-letter"),
]
