"""The real settings with a few addresses more, which fail."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.defences.process_urls"
ADMINS = [("Operator", "operator@example.org")]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
