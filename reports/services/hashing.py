"""The one byte string of a frozen content, and the hash of which the first digits are printed."""

import hashlib
import json


def canonical(content: dict) -> bytes:
    """The one byte string of a frozen content: sorted keys, no blanks, UTF-8. Its SHA-256 is the report's hash."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: dict) -> str:
    """The hash of a content, of which the first digits are printed."""
    return hashlib.sha256(canonical(content)).hexdigest()
