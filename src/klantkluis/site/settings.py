"""Django's settings of the site. What differs per site comes from its `SitePlace`."""

import os

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from klantkluis.core.logs import WithoutValues
from klantkluis.site.place import database_settings, here

PLACE = here()
SECURE = not PLACE.plays
"""Plain HTTP exists on the loopback of a demo, nowhere else."""

SECRET_KEY = PLACE.secret_key()
DEBUG = False
ALLOWED_HOSTS = PLACE.hosts()

INSTALLED_APPS = ["django.contrib.staticfiles", "django.forms", "klantkluis.site"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "klantkluis.site.middleware.language",
    "klantkluis.site.middleware.same_origin",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "klantkluis.site.middleware.keep_nothing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "klantkluis.site.urls"
WSGI_APPLICATION = "klantkluis.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "klantkluis.site.context.shell",
            ],
        },
    },
]
DATABASES = {"default": database_settings(PLACE.database_url)}
FORM_RENDERER = "klantkluis.site.forms.SiteRenderer"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": WithoutValues, "format": "%(levelname)s %(name)s %(message)s"},
        # What Django says of a request holds its path, and a path may hold the token of a link.
        "place": {"()": WithoutValues, "format": "%(levelname)s %(name)s"},
    },
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": "plain"},
        "mistakes": {"class": "logging.StreamHandler", "formatter": "place"},
    },
    "root": {"handlers": ["mistakes"], "level": "ERROR"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "klantkluis": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
    },
}
"""Errors go to standard error, where the service manager keeps them for a short, fixed time."""

STATIC_URL = "/static/"
BEHIND_PROXY = os.environ.get("KLANTKLUIS_SITE_BEHIND_PROXY") == "1"
"""A reverse proxy on this machine says from where a request comes, and that it came by HTTPS."""
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_NAME = "__Host-form" if SECURE else "form"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "klantkluis.site.errors.form_expired"

FILE_UPLOAD_HANDLERS: list[str] = []
"""The site takes no files."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
