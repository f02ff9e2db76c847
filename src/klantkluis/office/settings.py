"""Django's settings of the office. What differs per office comes from its `Place`."""

import os
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from klantkluis.office import logs
from klantkluis.office.place import PLAYING, Place, database_settings

PLACE = Place.from_environment()
HERE = Path(__file__).parent

SECRET_KEY = PLACE.secret_key()
DEBUG = False
ALLOWED_HOSTS = PLACE.hosts()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks_db",
    "klantkluis.foundation",
    "klantkluis.customers",
    "klantkluis.catalogue",
    "klantkluis.ledger",
    "klantkluis.disclosures",
    "klantkluis.sales",
    "klantkluis.billing",
    "klantkluis.shop",
    "klantkluis.privacy",
    "klantkluis.office",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "klantkluis.office.middleware.language",
    "klantkluis.office.middleware.first_run",
    "klantkluis.office.middleware.keep_nothing",
    "klantkluis.office.middleware.sign_of_life",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "klantkluis.office.lock.middleware.actor",
    "klantkluis.office.jobs.lending.lend",
    "klantkluis.office.lock.middleware.Refusals",
    "klantkluis.office.middleware.RowNumbers",
]
ROOT_URLCONF = "klantkluis.office.urls"
WSGI_APPLICATION = "klantkluis.office.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "klantkluis.office.context.shell",
            ],
        },
    },
]

DATABASES = {"default": database_settings(PLACE.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "office.Staff"
LOGIN_URL = "access:log-in"
SESSION_ENGINE = "klantkluis.office.access.sessions"
# In the session, not in a cookie: a message may name a document.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FORM_RENDERER = "klantkluis.office.forms.base.OfficeRenderer"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["klantkluis.office.formats"]

LOGGING = logs.LOGGING

STATIC_URL = "static/"
STATIC_ROOT = PLACE.part("STATIC", "static")

# A reverse proxy on this machine may say from where a request comes.
BEHIND_PROXY = os.environ.get("KLANTKLUIS_BEHIND_PROXY") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
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
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
# Cookies hold random numbers only. Plain HTTP exists on the loopback of a demo, nowhere else.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PLACE.mode not in PLAYING
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 60 * 60

# Uploads stay in memory: nothing personal is ever written to a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
