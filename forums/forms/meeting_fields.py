"""What is asked about a meeting: the fields of the editor's first step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls
from forums.forms.base import EditorForm
from forums.forms.fields import RowField, RowsField, TypedNumberField, TypedTimeField, WrittenDateField
from forums.models import Forum

NOTHING = ("", "—")


class MeetingFields(EditorForm):
    """The fields alone; `MeetingForm` fills their choices, lays them out and saves."""

    programme = RowField(label=_("Programme"))
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=[NOTHING, *Forum.Kind.choices])
    title_ar = forms.CharField(label=_("Title"), max_length=300, validators=[refuse_bidi_controls])
    date = WrittenDateField(
        label=_("Date as the source has it"),
        required=False,
        help_text=_("In any form, with the day of the week if it is named: Monday 20 July 2022, 20/7/2022."),
    )
    part_of_day = forms.ChoiceField(
        label=_("Part of the day"),
        required=False,
        choices=[NOTHING, *Forum._meta.get_field("part_of_day").choices],
    )
    level = forms.ChoiceField(label=_("Level"), choices=[NOTHING, *Forum.Level.choices])
    place = RowField(label=_("Place"), required=False)
    venue = forms.CharField(
        label=_("Venue"), required=False, max_length=200, validators=[refuse_bidi_controls]
    )
    occasion = forms.CharField(label=_("Occasion that it marks"), required=False, max_length=200)
    occasion_date = WrittenDateField(label=_("Date of the occasion"), required=False)
    focus = forms.CharField(
        label=_("Focus in words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    number = TypedNumberField(
        label=_("Number in its series"),
        required=False,
        min_value=1,
        help_text=_("Each kind is counted by place. Left empty, a new meeting gets the next number."),
    )
    days = TypedNumberField(label=_("Days"), required=False, min_value=1, max_value=30, initial=1)
    starts_at = TypedTimeField(label=_("From (hour)"), required=False)
    ends_at = TypedTimeField(label=_("To (hour)"), required=False)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=300)
    continues = RowField(label=_("Continues"), required=False)
    reviews = RowsField(
        label=_("Reviews these earlier forums"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = RowsField(label=_("Focus themes"), required=False, widget=forms.CheckboxSelectMultiple)
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    permits = forms.CharField(
        label=_("Permits"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    disclosure = forms.ChoiceField(
        label=_("Disclosure"), choices=Forum.Disclosure.choices, initial=Forum.Disclosure.CHATHAM_HOUSE
    )
    women_only = forms.BooleanField(label=_("Women only"), required=False)
