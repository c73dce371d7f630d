"""What the list of people is narrowed by. No choice tells of a person or programme that the reader may not see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from participants.models import Category
from participants.services.directory import people_of, readable_programmes


class _Titled(forms.ModelChoiceField):
    """Programmes by the title in the reader's language."""

    def label_from_instance(self, obj):
        """The title."""
        return obj.title


class PeopleForm(HouseForm):
    """Search and filters; the programme is asked only where the reader has several or the address names one."""

    q = forms.CharField(label=_("Search by name, in any spelling"), required=False, max_length=200)
    programme = _Titled(
        label=_("Programme"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        empty_label=_("All programmes"),
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All categories"),
    )
    present = forms.BooleanField(label=_("Only who was present at a forum that was approved"), required=False)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        programmes = readable_programmes(user)
        self.fields["programme"].queryset = programmes
        if not self.data.get("programme") and programmes.count() < 2:
            self.fields["programme"].widget = forms.HiddenInput()

    def people(self):
        """Those who are asked for; what was not understood narrows nothing and is said above the list."""
        if self.is_bound:
            self.full_clean()
        data = getattr(self, "cleaned_data", {})
        return people_of(
            user=self.user,
            programme=data.get("programme"),
            present=data.get("present", False),
            category=data.get("category"),
            text=data.get("q", ""),
        )

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return self.is_bound and any(self.data.get(name) for name in self.fields)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the search does: the box of filters then stands open."""
        return self.is_bound and any(self.data.get(name) for name in self.fields if name != "q")

    def asked(self) -> list[tuple[str, str]]:
        """What was sent, for the buttons that turn the pages of a search."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]
