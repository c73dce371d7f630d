"""What must be true before the portal starts. A wrong start is refused, never papered over."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from common.keyring_file import LATER

#: Commands that make the very things whose absence would refuse the start, or that need none of them.
SETUP_COMMANDS = {"make_keys", "compile_texts", "makemessages", "collectstatic", "help"}
#: Hosts that are reached without a net, so that http tells nobody anything.
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def read_secret(env) -> str:
    """The secret key from SECRET_KEY or the file that SECRET_KEY_FILE names; empty where there is none."""
    if value := env.str("SECRET_KEY", default=""):
        return value
    path = env.str("SECRET_KEY_FILE", default="")
    if path and Path(path).exists():
        return Path(path).read_text(encoding="ascii").strip()
    if running_setup_command():
        return "only-for-set-up-commands-that-sign-nothing"
    return ""


def running_setup_command() -> bool:
    """True while `manage.py` runs a command of set-up, which signs and encrypts nothing."""
    return len(sys.argv) > 1 and sys.argv[1] in SETUP_COMMANDS


def refuse_unsafe_start(
    *, debug, secret_key, keyring_file, allowed_hosts, caches, site_url, speakers_file=None
) -> None:
    """Raise ImproperlyConfigured with all that is missing for a safe start.

    The secret key and the keyring are asked for in development too: there is no fallback key anywhere.
    """
    if running_setup_command():
        return
    missing = []
    if not secret_key:
        missing.append("SECRET_KEY or SECRET_KEY_FILE is not set (make one: manage.py make_keys).")
    if not keyring_file.exists():
        missing.append("KEYRING_FILE does not exist (make one: manage.py make_keys).")
    elif keyring_file.stat().st_mode & 0o077 and os.name == "posix":
        missing.append("KEYRING_FILE can be read by others: chmod 600.")
    elif lacking := _later_rings_missing(keyring_file):
        missing.append(
            f"KEYRING_FILE is of an earlier version, without {lacking} (manage.py make_keys adds it)."
        )
    # It may be absent: kept elsewhere between two openings.
    if speakers_file is not None and speakers_file.exists() and speakers_file.stat().st_mode & 0o077:
        missing.append("KEYRING_SPEAKERS_FILE can be read by others: chmod 600.")
    if not debug:
        if len(secret_key) < 50:
            missing.append("SECRET_KEY is shorter than 50 characters.")
        if not allowed_hosts or "*" in allowed_hosts:
            missing.append("ALLOWED_HOSTS must name the hosts, without *.")
        if not site_url.startswith("https://") and urlsplit(site_url).hostname not in THIS_MACHINE:
            missing.append("SITE_URL must be https: over http passwords and names cross the net in clear.")
    if any("locmem" in cache["BACKEND"] or "dummy" in cache["BACKEND"] for cache in caches.values()):
        missing.append("CACHE_URL must be a cache shared by all processes: rate limits live there.")
    if missing:
        raise ImproperlyConfigured("Muntada refuses to start. " + " ".join(missing))


def _later_rings_missing(keyring_file) -> str:
    """Names of rings that came after this keyring was made; what else is wrong with it, its readers say."""
    try:
        rings = json.loads(keyring_file.read_text(encoding="ascii"))
    except ValueError:
        return ""
    return ", ".join(f"«{purpose}»" for purpose in LATER if not rings.get(purpose))
