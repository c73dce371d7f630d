"""Views of reports, one module a page."""
