"""Every page of the site."""

from django.urls import path

from klantkluis.site.office.views import knock

urlpatterns = [
    path("office/<str:verb>", knock, name="office"),
]
handler404 = "klantkluis.site.errors.not_found"
handler400 = "klantkluis.site.errors.bad_request"
handler500 = "klantkluis.site.errors.our_mistake"
