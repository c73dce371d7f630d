"""Narrowing the list of recommendations. No filter tells anything of what the reader may not see."""

import re

import django_filters as filters
from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from accounts.rights import holds_anywhere, programmes_where
from common.arabic import fold
from forums.filters import archived_filter, leave_archived_out, readable_places
from forums.models import Forum, Output, Programme, Theme
from participants.models import Institution
from recommendations.deadlines import answers_overdue, holidays
from recommendations.models import Addressee, Recommendation
from recommendations.presentation import state_choices
from recommendations.visibility import Reader

_REFERENCE = re.compile(r"(?:.*\br )?0*(\d{1,6})")

#: Stands in the address for recommendations without a theme.
NO_THEME = "none"


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
        # Archived ones too: recommendations of earlier years have them.
        queryset=Theme.objects.all(),
        null_label=_("no theme"),
        null_value=NO_THEME,
    )
    kind = filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in Output.ASK_KINDS]
    )
    priority = filters.ChoiceFilter(label=_("Priority"), choices=Recommendation.Priority.choices)
    district = filters.ModelChoiceFilter(
        label=_("District"),
        to_field_name="code",
        queryset=readable_places,
        method=lambda queryset, name, value: queryset.stemming_from(Forum.objects.filter(place=value)),
    )
    forum = filters.CharFilter(
        label=_("Code of the forum"),
        method="by_forum",
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    owner = filters.ChoiceFilter(
        label=_("Owner"),
        choices=[("me", _("mine")), ("none", _("nobody's"))],
        empty_label=_("anybody's"),
        method="by_owner",
    )
    sort = filters.ChoiceFilter(
        label=_("In the order of"),
        choices=[("due", _("answers due, the earliest first")), ("priority", _("priority"))],
        empty_label=_("numbers, the newest first"),
        method="by_order",
    )
    archived = archived_filter()

    counted = filters.BooleanFilter(
        label=_("Only those that the figures count"), widget=forms.CheckboxInput, method="by_counted"
    )

    class Meta:
        model = Recommendation
        fields = ["q", "programme", "state", "institution", "theme", "kind", "priority", "counted"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = Reader(self.request.user)
        if len(programmes_where(self.request.user, "recommendation", "r")) < 2:
            del self.filters["programme"]
        if not holds_anywhere(self.request.user, "recommendation draft", "r"):
            # Figures, priorities, owners and forums of a programme are no business of others.
            for name in ("counted", "priority", "district", "forum", "owner", "sort"):
                del self.filters[name]
        seen = Recommendation.objects.visible_to(self.request.user)
        leave_archived_out(self, offered=seen.filter(programme__archived_at__isnull=False).exists())
        for field in self.form.fields.values():
            if isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs |= {"class": "form-check-input"}
                continue
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
            # As the chip says it: nobody is asked. Whoever sees his own addressee alone cannot know that.
            asked = Addressee.objects.asked().filter(recommendation=OuterRef("pk"))
            return queryset.filter(~Exists(asked), programme_id__in=self.reader.programmes)
        if value == "late":
            late = answers_overdue(Addressee.objects.all(), holidays())
            return queryset.filter(self.reader.with_state(Q(pk__in=late.values("pk"))))
        return queryset.filter(self.reader.with_state(Q(state=value)))

    def by_counted(self, queryset, name, value):
        """What stems from a forum that has a date and whose minutes were approved: the figures count nothing else."""
        return (
            queryset.stemming_from(Forum.objects.approved().filter(date__isnull=False)) if value else queryset
        )

    def by_forum(self, queryset, name, value):
        """What stems from the forum of this code, of those that the reader sees."""
        seen = Forum.objects.visible_to(self.request.user)
        return queryset.stemming_from(seen.filter(code__iexact=value.strip()))

    def by_owner(self, queryset, name, value):
        """Those that the reader looks after, or that nobody does; of the programmes whose office he is."""
        offices = programmes_where(self.request.user, "recommendation draft", "r")
        return queryset.filter(owner=self.request.user if value == "me" else None, programme_id__in=offices)

    def by_order(self, queryset, name, value):
        """What waits for an answer first, by its day; or what presses first."""
        if value == "priority":
            pressing = Case(When(priority=Recommendation.Priority.HIGH, then=0), default=1)
            return queryset.order_by(pressing, F("number").desc(nulls_first=True), "-id")
        waiting = Addressee.objects.awaiting_answer().filter(recommendation=OuterRef("pk"))
        due = Subquery(waiting.order_by("answer_due_on").values("answer_due_on")[:1])
        return queryset.order_by(due.asc(nulls_last=True), F("number").desc(nulls_last=True), "-id")

    def by_institution(self, queryset, name, value):
        """Addressed to it in any part."""
        return queryset.filter(pk__in=Addressee.objects.filter(institution=value).values("recommendation"))


def addressed_institutions(user):
    """The institutions that the recommendations which the reader sees are addressed to."""
    visible = Recommendation.objects.visible_to(user)
    addressed = Addressee.objects.filter(institution__isnull=False)
    if not programmes_where(user, "recommendation", "r"):
        rows = addressed.filter(recommendation__in=visible)
        return Institution.objects.filter(pk__in=rows.values("institution"))
    # Whoever sees a whole programme: asked of each institution, of which there are few, until one is seen.
    seen = Exists(visible.filter(pk=OuterRef("recommendation")))
    return Institution.objects.filter(Exists(addressed.filter(seen, institution=OuterRef("pk"))))
