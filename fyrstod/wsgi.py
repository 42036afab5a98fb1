"""The WSGI entry point. The pack is loaded and checked here, before the first page."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from fyrstod.packs import shelf
from fyrstod.web.front import ContentFront

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fyrstod.settings")

# Nothing made here is ever garbage, so nobody need look for any: not now, and not later.
gc.disable()
application = ContentFront(get_wsgi_application())
shelf.current()
gc.freeze()
gc.enable()
