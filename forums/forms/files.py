"""Sheets to be printed and handed in, and photos."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.upload_field import CleanFileField
from forums.forms.fields import RowsField, TypedNumberField
from forums.models import SignedSheet
from forums.services.sheets import MOST_BLANKS, Sheet
from participants.models import Consent, Person
from participants.privacy import name_of


class PrintSheetForm(HouseForm):
    """Which sheet, and for whom."""

    kind = forms.ChoiceField(label=_("Sheet"), choices=Sheet.choices)
    language = forms.ChoiceField(
        label=_("Language of the sheet"), choices=[("ar", "العربية"), ("en", "English")]
    )
    blanks = TypedNumberField(label=_("Empty lines for walk-ins"), max_value=MOST_BLANKS, initial=15)
    women_apart = forms.BooleanField(
        label=_("A separate sheet for women"),
        required=False,
        help_text=_(
            "On their wish. On it stand those whose sex is on record; the others sign where they like."
        ),
    )


class HandInForm(HouseForm):
    """The scan of a signed sheet."""

    sheet = forms.ChoiceField(label=_("What was signed"), choices=SignedSheet.Sheet.choices)
    file = CleanFileField(label=_("Scan"))

    def clean_file(self):
        """There must be one."""
        if self.cleaned_data["file"] is None:
            raise forms.ValidationError(self.fields["file"].error_messages["required"], code="required")
        return self.cleaned_data["file"]


class PhotoForm(HouseForm):
    """A picture and who is in it; offered are those of the list who agreed to be photographed."""

    file = CleanFileField(
        label=_("Picture"),
        help_text=_("JPEG or PNG. Place, time and device are taken out of it; its name is not kept."),
    )
    people = RowsField(
        label=_("Who is in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Everybody whose face can be known. Whoever is not offered here has not agreed and may not be in it."
        ),
    )
    nobody_else = forms.BooleanField(
        label=_("No other face can be known in the picture"),
        error_messages={"required": _("A picture with another face cannot be kept.")},
    )

    def __init__(self, *args, forum, **kwargs):
        super().__init__(*args, **kwargs)
        agreeing = Person.objects.agreeing_to(Consent.Purpose.PHOTO)
        rows = forum.attendances.kept().filter(person__in=agreeing, person__erased_at__isnull=True)
        people = [row.person for row in rows.select_related("person")]
        self.fields["people"].offer([(None, [(one.public_id, name_of(one), one) for one in people])])

    clean_file = HandInForm.clean_file
