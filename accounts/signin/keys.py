"""Names of counters and rows that tell nothing to whoever takes the database."""

import unicodedata

from django.utils.crypto import salted_hmac


def keyed(*parts) -> str:
    """A hash, keyed by the secret key, of what the parts say one after the other; 64 characters."""
    text = "\x1f".join(str(part) for part in parts)
    return salted_hmac("accounts.signin", text, algorithm="sha256").hexdigest()


def fold_login(typed: str) -> str:
    """A user name or e-mail address as typed, so that spellings of it share one count."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()
