"""Files that people hand in: what they are by their content, and images made anew without what cameras add."""

from common.uploads.reading import MOST_BYTES, Clean, UploadRefused, read_upload

__all__ = ["MOST_BYTES", "Clean", "UploadRefused", "read_upload"]
