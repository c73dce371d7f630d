"""Released files, as a release leaves them."""

from reports.services.files import settle_pdf, store_pdf


def released_file(content: bytes) -> str:
    """The name of a file that is stored and settled."""
    name = store_pdf(content)
    settle_pdf(name)
    return name
