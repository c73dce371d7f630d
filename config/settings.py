"""Settings of Muntada, all of them driven by the environment; `.env.example` lists the names.

Nothing here has an unsafe fallback: with DEBUG off the start is refused (`ImproperlyConfigured`) unless
a secret key, a keyring, allowed hosts and a shared cache are given. The checks stand in `config/guard.py`.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from common.headers import EVERYWHERE
from config.guard import read_secret, refuse_unsafe_start

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
#: Demo data and demo sign-ins without a second factor; puts a band on every page.
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = read_secret(env)
#: Names of the encryption rings and their keys; never in the database (`common/encryption.py`).
KEYRING_FILE = Path(env.str("KEYRING_FILE", default=str(VAR_DIR / "keyring")))
#: The ring of the speakers in a file of its own, which may be kept elsewhere between two openings; empty: with the others.
KEYRING_SPEAKERS_FILE = Path(name) if (name := env.str("KEYRING_SPEAKERS_FILE", default="")) else None
#: Backups: encrypted to these public keys (age1…, parted by commas), or to those that the file holds, one a line.
BACKUP_PUBLIC_KEY = env.list("BACKUP_PUBLIC_KEY", default=[])
BACKUP_PUBLIC_KEY_FILE = Path(env.str("BACKUP_PUBLIC_KEY_FILE", default=str(VAR_DIR / "backup-key.pub")))
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))
#: Days after which a backup is deleted; more than 35 is refused (protection.md rule 19).
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=35)
#: Whether the worker makes a backup a day where none was made otherwise.
BACKUP_BY_WORKER = env.bool("BACKUP_BY_WORKER", default=True)
#: Who was erased, by public id, one JSON object a line: what a restored backup must forget again.
TOMBSTONES_FILE = Path(env.str("TOMBSTONES_FILE", default=str(VAR_DIR / "tombstones.jsonl")))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost"] if DEBUG else [])
#: Where readers reach the portal; printed on documents and in invitation links.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
#: How many proxies in front are ours: so much of X-Forwarded-For, and X-Forwarded-Proto, is believed
#: (`common/proxies.py`). 0: nothing; the peer's own address counts.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "reports",
    "recommendations",
    "forums",
    "participants",
    "accounts",
    "common",
    "common.back_office.config.BackOfficeConfig",
    "import_export",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rules",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "common.proxies.ForwardedHeadersMiddleware",
    # Headers stand around all that answers: redirects to https, refused hosts, and static files too.
    "common.middleware.RequestIdMiddleware",
    "common.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.middleware.BodySizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.CompressedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.signin.middleware.SignInMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.preferences.PreferencesMiddleware",
    "accounts.refusals.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.middleware.BusyDatabaseMiddleware",
    "common.middleware.ArchiveMiddleware",
]

FORM_RENDERER = "common.form_renderer.FieldRenderer"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "common.context.portal",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'muntada.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A rollback journal, flushed to the platter: acknowledged minutes survive a power cut. Not WAL
    # (the WAL-reset bug up to SQLite 3.51.2). IMMEDIATE holds the lock that the audit chain needs.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    # Without just-in-time compilation, which costs pages more than it saves (docs/operations.md).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and replay protection of allauth live in the cache, so it must be shared by all processes.
CACHES = {
    "default": (
        env.cache("CACHE_URL")
        if env.str("CACHE_URL", default="")
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    )
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.signin.backend.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_MIN_LENGTH = None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Counted in the database instead (accounts/signin): the cache may drop what a stranger's flood pushes out.
_OURS = (
    "login",
    "login_failed",
    "reset_password",
    "reset_password_from_key",
    "change_password",
    "reauthenticate",
)
ACCOUNT_RATE_LIMITS = dict.fromkeys(_OURS)
ACCOUNT_FORMS = {
    "change_password": "accounts.signin.forms.ChangeOwnPasswordForm",
    "reset_password": "accounts.signin.forms.AskForResetForm",
    "user_token": "accounts.signin.forms.ResetKeyForm",
    "reset_password_from_key": "accounts.forms.passwords.NewPasswordFromMailForm",
}
PASSWORD_RESET_TIMEOUT = 3600  # seconds; the mail says so
MFA_FORMS = {
    "authenticate": "accounts.signin.forms.SignInCodeForm",
    "reauthenticate": "accounts.signin.forms.AskAgainCodeForm",
    "activate_totp": "accounts.signin.forms.ActivateAppForm",
}
# One step of 30 seconds to either side: telephones' clocks are wrong. A used code is refused for longer than that.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_ISSUER = "Muntada"
USERSESSIONS_TRACK_ACTIVITY = False
USERSESSIONS_ADAPTER = "accounts.adapters.SessionsAdapter"

#: Seconds without activity, and seconds since signing in, after which a session ends (protection.md rule 8).
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=8 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True

USE_TLS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = USE_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if USE_TLS:
    # A browser takes such a cookie from this very host and over TLS only: no neighbour can lay one under.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-django_language"
# Never in a cookie, which the browser writes to its disk.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "accounts.signin.stale.csrf_failure"
SECURE_SSL_REDIRECT = USE_TLS and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 63_072_000 if USE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = USE_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# The server on this machine speaks http to this machine alone (`make start`); any other http address is refused
# by config/guard.py. Silenced there: W004 HSTS, W008 redirect to https, W012 and W016 cookies over https only.
SILENCED_SYSTEM_CHECKS = [] if USE_TLS else [f"security.W{code}" for code in ("004", "008", "012", "016")]
SECURE_REFERRER_POLICY = EVERYWHERE["Referrer-Policy"]
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = EVERYWHERE["X-Frame-Options"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap's own arrows and allauth's QR code are data: images
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Aden")

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", VAR_DIR / "frontend")]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "config.storage.ModuleStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
# A letter that is handed in is encrypted before it is written (`common/sealed_files.py`), so it
# must not lie on a disk in clear while it comes in. What is larger than this in all is refused unread (413); one
# file may have 20 MB, which `common/uploads` sees to.
MOST_BODY_BYTES = FILE_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Sheets of reference lists: between preview and confirmation a file waits where all web nodes see it.
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.CacheStorage"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_SKIP_ADMIN_LOG = True  # the services write audit entries
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail is optional: without it every message waits in the outbox with a printable link.
EMAIL_CONFIG = env.email("EMAIL_URL", default="dummymail://")
globals().update(**EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # seconds; far below the ten minutes after which a task is taken for dead
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="muntada@localhost")

# One JSON object a line, and in it nothing of persons (`common/logs.py`). Django's own handlers are replaced: they
# would mail settings and local variables of a failed request to ADMINS, and print paths.
_LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
_LINES = {"handlers": ["console"], "level": _LOG_LEVEL, "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "common.logs.RequestIdFilter"}},
    "formatters": {"lines": {"()": "common.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "lines"}
    },
    "root": {"handlers": ["console"], "level": _LOG_LEVEL},
    "loggers": {"django": _LINES, "django.server": _LINES},
}

#: The country line on covers of documents; empty leaves it out (arabic.md).
COUNTRY_LINE = {
    "ar": env.str("COUNTRY_LINE_AR", default="الجمهورية اليمنية"),
    "en": env.str("COUNTRY_LINE_EN", default="Republic of Yemen"),
}

refuse_unsafe_start(
    debug=DEBUG,
    secret_key=SECRET_KEY,
    keyring_file=KEYRING_FILE,
    speakers_file=KEYRING_SPEAKERS_FILE,
    allowed_hosts=ALLOWED_HOSTS,
    caches=CACHES,
    site_url=SITE_URL,
)
