"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# All pages, before gunicorn forks (deploy/gunicorn.conf.py): a process that takes the place of one that died answers
# at once, and they share the memory.
_pages = get_resolver().url_patterns
