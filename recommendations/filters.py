"""Narrowing the list of recommendations. No filter tells anything of what the reader may not see."""

import re

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.arabic import fold
from forums.models import Output, Programme, Theme
from participants.models import Institution
from recommendations.deadlines import answers_overdue, holidays
from recommendations.models import Addressee, Recommendation
from recommendations.presentation import state_choices
from recommendations.visibility import Reader

_REFERENCE = re.compile(r"(?:.*\br )?0*(\d{1,6})")


class RecommendationFilter(filters.FilterSet):
    """Words, programme, state, theme, institution, kind. Addresses carry public ids and codes only.

    The programme is asked only where the reader has several.
    """

    q = filters.CharFilter(label=_("Words or reference"), method="by_words")
    programme = filters.ModelChoiceFilter(
        label=_("Programme"),
        queryset=lambda request: Programme.objects.with_right(request.user, "recommendation", "r"),
        to_field_name="public_id",
        empty_label=_("All programmes"),
    )
    state = filters.ChoiceFilter(label=_("State"), choices=state_choices, method="by_state")
    institution = filters.ModelChoiceFilter(
        label=_("Institution"),
        to_field_name="public_id",
        queryset=lambda request: addressed_institutions(request.user),
        method="by_institution",
    )
    theme = filters.ModelChoiceFilter(
        label=_("Theme"),
        field_name="themes",
        to_field_name="code",
        queryset=Theme.objects.filter(archived_at__isnull=True),
    )
    kind = filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in Output.ASK_KINDS]
    )

    class Meta:
        model = Recommendation
        fields = ["q", "programme", "state", "institution", "theme", "kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = Reader(self.request.user)
        if len(programmes_where(self.request.user, "recommendation", "r")) < 2:
            del self.filters["programme"]
        for field in self.form.fields.values():
            small = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": small, "autocomplete": "off"}

    def by_words(self, queryset, name, value):
        """Each word must be there, folded; a bare number or a reference finds its recommendation."""
        key = fold(value)
        if match := _REFERENCE.fullmatch(key):
            return queryset.filter(Q(number=match[1]) | Q(folded__contains=key))
        for word in key.split():
            queryset = queryset.filter(folded__contains=word)
        return queryset

    def by_state(self, queryset, name, value):
        """The recommendation's own standing, or the state that stands for it to this reader."""
        if value in (Recommendation.Standing.WITHDRAWN, Recommendation.Standing.MERGED):
            return queryset.filter(standing=value)
        queryset = queryset.standing()
        if value == "general":
            return queryset.filter(is_general=True)
        if value == "late":
            late = answers_overdue(Addressee.objects.all(), holidays())
            return queryset.filter(self.reader.with_state(Q(pk__in=late.values("pk"))))
        return queryset.filter(self.reader.with_state(Q(state=value)))

    def by_institution(self, queryset, name, value):
        """Addressed to it in any part."""
        return queryset.filter(pk__in=Addressee.objects.filter(institution=value).values("recommendation"))


def addressed_institutions(user):
    """The institutions that the recommendations which the reader sees are addressed to."""
    visible = Recommendation.objects.visible_to(user)
    addressed = Addressee.objects.filter(recommendation__in=visible, institution__isnull=False)
    return Institution.objects.filter(pk__in=addressed.values("institution"))
