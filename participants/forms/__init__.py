"""Forms of the directory, split by page."""
