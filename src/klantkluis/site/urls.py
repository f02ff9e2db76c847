"""Every page of the site: Dutch from the root on, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from klantkluis.site.office.views import knock
from klantkluis.site.shop.urls import files

urlpatterns = [
    path("office/<str:verb>", knock, name="office"),
    *files,
    *i18n_patterns(
        path("", include("klantkluis.site.shop.urls")),
        path("", include("klantkluis.site.account.urls")),
        path("", include("klantkluis.site.post.urls")),
        prefix_default_language=False,
    ),
]
handler404 = "klantkluis.site.errors.not_found"
handler400 = "klantkluis.site.errors.bad_request"
handler500 = "klantkluis.site.errors.our_mistake"
