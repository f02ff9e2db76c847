"""Erasures."""

from django.urls import path

from klantkluis.office.privacy import erasures

app_name = "erasures"
urlpatterns = [
    path("", erasures.erasures, name="erasures"),
    path("customers/<int:customer_id>/", erasures.of_customer, name="of-customer"),
    path("<int:plan_id>/", erasures.plan, name="plan"),
    path("<int:plan_id>/signature/", erasures.sign, name="sign"),
    path("<int:plan_id>/undone/", erasures.undo, name="undo"),
    path("<int:plan_id>/again/", erasures.again, name="again"),
]
