"""What the list of institutions is narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from participants.forms.rows import Districts
from participants.models import Institution, Place
from participants.services.tree import branches


class InstitutionsForm(HouseForm):
    """Search and filters. Names of institutions are no secret: they may stand in the address."""

    q = forms.CharField(label=_("Search by name, in any spelling"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Institution.Kind.choices]
    )
    place = Districts(Place, label=_("Place"), empty_label=_("All places"))
    archived = forms.BooleanField(label=_("Archived ones"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        used = Institution.objects.filter(place__isnull=False)
        places = Place.objects.filter(pk__in=used.values("place")) | Place.objects.filter(
            districts__in=used.values("place")
        )
        self.fields["place"].queryset = places.distinct().select_related("parent").order_by("code")

    def branches(self):
        """The lines that are asked for; what was not understood narrows nothing and is said above the list."""
        if self.is_bound:
            self.full_clean()
        data = getattr(self, "cleaned_data", {})
        return branches(
            text=data.get("q", ""),
            kind=data.get("kind", ""),
            place=data.get("place"),
            archived=data.get("archived", False),
        )

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return self.is_bound and any(self.data.get(name) for name in self.fields)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the search does: the box of filters then stands open."""
        return self.is_bound and any(self.data.get(name) for name in self.fields if name != "q")
