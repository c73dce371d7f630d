"""What can go wrong while a PDF is made: the caller shows it, and never an empty file instead."""


class PdfFailed(Exception):
    """No PDF was made; the message says why, in one line and without the document's text."""


class FontMissing(PdfFailed):
    """A font file that the documents need is not on this machine; the message names the package to install."""
