"""A field for one file; its value is what the content was found to be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.uploads import Clean, UploadRefused, read_upload

MESSAGES = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 20 megabytes."),
    "kind": _("The file is neither a PDF nor a JPEG or PNG picture."),
    "broken": _("The file could not be read. Please scan or save it again."),
}


class CleanFileField(forms.FileField):
    """PDF, JPEG or PNG; the value is a `common.uploads.Clean`, None where nothing was chosen."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        options.setdefault(
            "help_text", _("PDF, JPEG or PNG, up to 20 megabytes. The file's name is not kept.")
        )
        super().__init__(widget=widget, required=False, **options)

    def clean(self, data, initial=None) -> Clean | None:
        """Raises ValidationError with the code of `UploadRefused`."""
        if not data:
            return None
        if not data.size:
            raise forms.ValidationError(MESSAGES["empty"], code="empty")
        try:
            return read_upload(data)
        except UploadRefused as refused:
            raise forms.ValidationError(MESSAGES[refused.code], code=refused.code) from refused
