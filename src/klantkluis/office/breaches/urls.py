"""The register of breaches."""

from django.urls import path

from klantkluis.office.breaches import acts, letters, views

app_name = "breaches"
urlpatterns = [
    path("", views.breaches, name="breaches"),
    path("new/", views.new, name="new"),
    path("register/", views.register, name="register"),
    path("<int:breach_id>/", views.breach, name="breach"),
    path("<int:breach_id>/notes/", acts.note, name="note"),
    path("<int:breach_id>/people/", acts.hit, name="hit"),
    path("<int:breach_id>/decision/", acts.decide, name="decide"),
    path("<int:breach_id>/report/", acts.report, name="report"),
    path("<int:breach_id>/closed/", acts.close, name="close"),
    path("<int:breach_id>/letter/", letters.letter, name="letter"),
    path("<int:breach_id>/letters.zip", letters.papers, name="papers"),
    path("<int:breach_id>/told/", letters.told, name="told"),
]
