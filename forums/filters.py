"""What the list of forums can be narrowed by. No choice tells of a forum that the reader may not see."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from accounts.rights import programmes_where
from common.arabic import fold
from common.forms import HouseForm
from forums.forms.fields import WrittenDateField
from forums.models import Forum, Programme
from forums.overview import Stage
from participants.models import Place

#: Approved at least once, and dated: the forums that the figures count.
REACHED = "reached"


class WrittenDateFilter(django_filters.Filter):
    """Compares with a day that was typed in any form."""

    field_class = WrittenDateField

    def filter(self, queryset, value):
        """The field gives what was written and what it means; the day alone is compared."""
        return super().filter(queryset, value and value.date)


class PlaceField(ModelChoiceField):
    """Places with what else they are called."""

    def label_from_instance(self, obj):
        """«صيرة – كريتر»."""
        return obj.label


class PlaceFilter(django_filters.ModelChoiceFilter):
    """One place."""

    field_class = PlaceField


def readable_programmes(request):
    """Programmes whose forums the reader reads."""
    return Programme.objects.with_right(request.user, "forum", "r")


def readable_places(request):
    """Places where a forum that the reader reads was held."""
    return Place.objects.filter(pk__in=Forum.objects.visible_to(request.user).values("place"))


def archived_filter():
    """The box that brings rows of archived programmes into a list, which leaves them out unless asked."""
    return django_filters.BooleanFilter(
        label=_("Archived programmes too"),
        method=lambda queryset, name, value: queryset,
        widget=forms.CheckboxInput,
    )


def leave_archived_out(filterset, *, offered: bool) -> None:
    """Unless the box is ticked or one programme is asked for by name. `offered`: whether the box makes sense here."""
    if not (filterset.data.get("archived") or filterset.data.get("programme")):
        # As a subquery: a join would lead, and an index that begins with the programme could not give the order.
        open_ones = Programme.objects.filter(archived_at=None)
        filterset.queryset = filterset.queryset.filter(programme__in=open_ones)
    if not offered:
        del filterset.filters["archived"]


class ForumFilter(django_filters.FilterSet):
    """The filters above the list; the programme is asked only where the reader has several."""

    q = django_filters.CharFilter(label=_("Search in titles, codes and numbers"), method="search")
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"),
        queryset=readable_programmes,
        to_field_name="public_id",
        empty_label=_("All programmes"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Forum.Kind.choices, empty_label=_("All kinds")
    )
    stage = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[*Stage.choices, (REACHED, _("approved at least once"))],
        empty_label=_("All states"),
        method="by_stage",
    )
    place = PlaceFilter(
        label=_("Place"), queryset=readable_places, to_field_name="code", empty_label=_("All places")
    )
    since = WrittenDateFilter(label=_("From (date)"), field_name="date", lookup_expr="gte")
    until = WrittenDateFilter(label=_("Until (date)"), field_name="date", lookup_expr="lte")
    archived = archived_filter()

    class Meta:
        model = Forum
        form = HouseForm
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(programmes_where(self.request.user, "forum", "r")) < 2:
            del self.filters["programme"]
        leave_archived_out(
            self, offered=any(row.programme_is_archived for row in self.request.user.current_memberships)
        )

    def by_stage(self, queryset, name, value):
        """Forums at this stage; those approved once are what figures count, amended meanwhile or not."""
        if value == REACHED:
            return queryset.approved().filter(date__isnull=False)
        return queryset.filter(stage=value)

    def search(self, queryset, name, value):
        """Forums that hold every word of the text, in any spelling and with any digits, themselves or in a name of their
        place."""
        places = list(readable_places(self.request)) if fold(value) else []
        for word in fold(value).split():
            there = [place.pk for place in places if any(word in key for key in place.keys)]
            queryset = queryset.filter(Q(folded__contains=word) | Q(place__in=there))
        return queryset

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the search does: the box of filters then stands open."""
        return any(self.data.get(name) for name in self.filters if name != "q")
