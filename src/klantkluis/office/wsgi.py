"""The web application of the office, for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkluis.office.settings")
application = get_wsgi_application()
