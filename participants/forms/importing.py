"""Handing in a sheet, and saying which of its columns is what."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.rights import programmes_where
from common.forms import HouseForm
from common.sheets import MOST_BYTES, SheetRefused, message_for
from participants.models import SheetImport
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_of, label_of
from participants.services.imports.opening import NoRows, open_import


class UploadForm(HouseForm):
    """One file. What it is called says nothing about what it is."""

    file = forms.FileField(
        label=_("Sheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        help_text=_(
            "A workbook (.xlsx) or text in columns (.csv), up to 20 megabytes and 20,000 rows. Of a workbook the first sheet is read."
        ),
        error_messages={"required": _("Please choose a file.")},
    )

    def __init__(self, *args, user, kind, programme=None, forum=None, **kwargs):
        self.user, self.kind = user, kind
        self.about = {"programme": programme, "forum": forum}
        super().__init__(*args, **kwargs)

    def save(self) -> SheetImport | None:
        """Read and keep it; None where it cannot be read, which then stands beside the field."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            return self._refuse("too_large")
        try:
            return open_import(
                actor=self.user,
                kind=self.kind,
                content=upload.read(MOST_BYTES + 1),
                name=upload.name,
                **self.about,
            )
        except NoRows:
            self.add_error("file", _("The sheet has headers and not one row below them."))
        except SheetRefused as refused:
            return self._refuse(refused.code)
        return None

    def _refuse(self, code) -> None:
        self.add_error("file", message_for(code))


class _Titled(forms.ModelChoiceField):
    """Programmes by the title in the reader's language."""

    def label_from_instance(self, obj):
        """The title."""
        return obj.title


class UploadPeopleForm(UploadForm):
    """People stand in a programme from then on; it is asked where the reader writes people in several."""

    programme = _Titled(label=_("Programme"), queryset=None, to_field_name="public_id")
    field_order = ("programme", "file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = Membership._meta.get_field("programme").related_model.objects
        mine = programmes.filter(pk__in=programmes_where(self.user, "person", "w"))
        self.fields["programme"].queryset = mine
        if len(mine) == 1:
            self.fields["programme"].widget = forms.HiddenInput()
            self.initial["programme"] = mine[0].public_id

    def save(self):
        """With the programme."""
        self.about["programme"] = self.cleaned_data["programme"].public_id
        return super().save()


class ColumnsForm(HouseForm):
    """For each field the column that is taken for it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, sheet: SheetImport, **kwargs):
        self.sheet, self.kind, content = sheet, kind_of(sheet), Content.of(sheet)
        self.headers = content.headers
        super().__init__(*args, initial={"version": sheet.version}, **kwargs)
        offered = [("", gettext("no column"))]
        offered += [
            (str(place), header or gettext("column %(number)s without a header") % {"number": place + 1})
            for place, header in enumerate(self.headers)
        ]
        for one in self.kind.fields:
            self.fields[one.key] = forms.ChoiceField(
                label=label_of(one),
                choices=offered,
                required=False,
                initial=str(sheet.columns.get(one.key, "")),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @property
    def passed_over(self) -> list[str]:
        """Headers of columns that no field takes."""
        taken = set(self.sheet.columns.values())
        return [header for place, header in enumerate(self.headers) if place not in taken and header]

    @property
    def taken(self) -> list[tuple[str, str]]:
        """(field, header of its column), of those that have one."""
        return [
            (label_of(one), self.headers[self.sheet.columns[one.key]])
            for one in self.kind.fields
            if self.sheet.columns.get(one.key, len(self.headers)) < len(self.headers)
        ]

    @property
    def lacks_needed(self) -> bool:
        """Whether no column names anybody."""
        return not any(name in self.sheet.columns for name in self.kind.titles)

    def chosen(self) -> dict[str, int]:
        """Field → place of its column."""
        return {
            one.key: int(self.cleaned_data[one.key])
            for one in self.kind.fields
            if self.cleaned_data.get(one.key, "") != ""
        }

    def clean(self):
        """A column is taken for one field."""
        data = super().clean()
        places = list(self.chosen().values()) if not self.errors else []
        if len(places) != len(set(places)):
            raise forms.ValidationError(_("One column was chosen for two fields."))
        return data
