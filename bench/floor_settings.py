"""Settings of a site beside the portal: Django as it is shipped, on the portal's tables, accounts and sessions."""

from config.settings import *  # noqa: F403  all but what follows is the portal's
from config.settings import INSTALLED_APPS as _PORTAL

ROOT_URLCONF = "bench.floor_site"
#: Django's own admin, without our pages in it.
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig" if "back_office" in name else name for name in _PORTAL
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Without it the accounts' app refuses to be loaded; it asks nothing.
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
