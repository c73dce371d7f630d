"""What the list of forums can be narrowed by. No choice tells of a forum that the reader may not see."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.arabic import fold
from common.forms import HouseForm
from forums.forms.fields import WrittenDateField
from forums.models import Forum, Programme
from forums.overview import Stage
from participants.models import Place

#: Approved at least once: the forums that the figures count.
REACHED = "reached"


class WrittenDateFilter(django_filters.Filter):
    """Compares with a day that was typed in any form."""

    field_class = WrittenDateField

    def filter(self, queryset, value):
        """The field gives what was written and what it means; the day alone is compared."""
        return super().filter(queryset, value and value.date)


def readable_programmes(request):
    """Programmes whose forums the reader reads."""
    return Programme.objects.with_right(request.user, "forum", "r")


def readable_places(request):
    """Places where a forum that the reader reads was held."""
    return Place.objects.filter(pk__in=Forum.objects.visible_to(request.user).values("place"))


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
    place = django_filters.ModelChoiceFilter(
        label=_("Place"), queryset=readable_places, to_field_name="code", empty_label=_("All places")
    )
    since = WrittenDateFilter(label=_("From (date)"), field_name="date", lookup_expr="gte")
    until = WrittenDateFilter(label=_("Until (date)"), field_name="date", lookup_expr="lte")

    class Meta:
        model = Forum
        form = HouseForm
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(programmes_where(self.request.user, "forum", "r")) < 2:
            del self.filters["programme"]

    def by_stage(self, queryset, name, value):
        """Forums at this stage; those approved once are what figures count, amended meanwhile or not."""
        return queryset.approved() if value == REACHED else queryset.filter(stage=value)

    def search(self, queryset, name, value):
        """Forums that hold every word of the text, in any spelling and with any digits."""
        for word in fold(value).split():
            queryset = queryset.filter(folded__contains=word)
        return queryset

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the search does: the box of filters then stands open."""
        return any(self.data.get(name) for name in self.filters if name != "q")
