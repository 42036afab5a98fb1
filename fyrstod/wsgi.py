"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from fyrstod.web.front import ContentFront

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")

application = ContentFront(get_wsgi_application())
