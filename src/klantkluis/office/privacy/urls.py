"""The rights of people: requests about their data."""

from django.urls import path

from klantkluis.office.privacy import desk, handling, letters

app_name = "privacy"
urlpatterns = [
    path("requests/", desk.requests, name="requests"),
    path("requests/new/", desk.new_request, name="new-request"),
    path("requests/<int:request_id>/", handling.request_page, name="request"),
    path("requests/<int:request_id>/person/", handling.person, name="request-person"),
    path("requests/<int:request_id>/identity/", handling.identity, name="request-identity"),
    path("requests/<int:request_id>/notes/", handling.note, name="request-note"),
    path("requests/<int:request_id>/withdrawal/", handling.drop, name="request-drop"),
    path("requests/<int:request_id>/closing/", handling.close, name="request-close"),
    path("requests/<int:request_id>/refusal/", letters.refusal, name="request-refusal"),
    path("requests/<int:request_id>/letters/<slug:kind>/", letters.new_letter, name="new-letter"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
]
