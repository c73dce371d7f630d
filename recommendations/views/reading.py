"""The list of recommendations."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import get_language
from django_filters.views import FilterView

from accounts.rights import programmes_where
from common.access import AccessMixin
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.filters import RecommendationFilter
from recommendations.models import Addressee, Recommendation
from recommendations.news import last_visit, news_for
from recommendations.possible import is_unconfirmed
from recommendations.presentation import (
    chips_of,
    institution_name,
    recommendation_count,
    state_chip,
)
from recommendations.visibility import Reader

#: Some builds of SQLite take 32,766 values in one statement.
KEYS_AT_ONCE = 20_000


class RecommendationList(AccessMixin, FilterView):
    """What the reader may see, fifty rows a page, newest number first and drafts before them."""

    permission = "recommendations.view"
    filterset_class = RecommendationFilter
    template_name = "recommendations/list.html"
    paginate_by = 50

    def get_queryset(self):
        """With all that a row shows; the same queries for any number of rows."""
        self.reader = Reader(self.request.user)
        rows = self.reader.rows()
        # All that he sees is of his own programmes, which came with his roles. Joined, SQLite would sort all rows
        # instead of taking fifty in their order.
        self.programmes = {}
        if not self.reader.institutions:
            rows = rows.select_related(None)
            held = self.request.user.current_memberships
            self.programmes = {role.programme_id: role.programme for role in held if role.programme_id}
        self.offices = programmes_where(self.request.user, "recommendation draft", "r")
        if self.offices:
            rows = rows.select_related("owner")
        return rows.newest_first()

    def get_paginator(self, queryset, *args, **kwargs):
        """Where the page says how many there are in each state, their keys are read anyway: no query counts them.

        Asked for one state by an office, all are in it.
        """
        paginator = super().get_paginator(queryset, *args, **kwargs)
        is_filtered = any(self.request.GET.get(name) for name in self.filterset_class.base_filters)
        self.is_office = bool(self.offices)
        self.is_filtered, self.standings = is_filtered, {}
        state = self.request.GET.get("state")
        # A representative's list is by the state of his own institution, not by the lead's.
        self.one_state = state if state in Addressee.State.values and not self.reader.institutions else ""
        if self.is_office and is_filtered and not self.one_state:
            # Without the filters' order, which may take a join.
            self.standings = dict(queryset.order_by().values_list("pk", "standing"))
            paginator.count = len(self.standings)
        return paginator

    def get_context_data(self, **kwargs):
        """Rows as the page shows them."""
        context = super().get_context_data(**kwargs)
        closed = holidays()
        user = self.request.user
        is_body = bool(self.reader.institutions)
        self.news = {
            row.recommendation.pk: row.chips for row in news_for(user, last_visit(user) if is_body else None)
        }
        context["rows"] = [self.row(recommendation, closed) for recommendation in context["object_list"]]
        context["count"] = recommendation_count(context["paginator"].count)
        context |= {
            "is_filtered": self.is_filtered,
            "is_office": self.is_office,
            "by_state": self.by_state(context["paginator"].count),
        }
        context["sends_several"] = self.request.user.has_perm("recommendations.send_several")
        return context

    def by_state(self, count):
        """(state, (tone, words), how many) of what the filters leave and still stands, in the order along the way.

        By keys: as a subquery, PostgreSQL asks the filters anew for every addressee, which takes minutes.
        """
        if self.is_office and self.one_state and count:
            return [(self.one_state, state_chip(self.one_state), count)]
        keys = [pk for pk, standing in self.standings.items() if standing == Recommendation.Standing.OPEN]
        if not keys:
            return []
        counts = Counter()
        for begin in range(0, len(keys), KEYS_AT_ONCE):
            leads = Addressee.objects.leading().filter(recommendation__in=keys[begin : begin + KEYS_AT_ONCE])
            counts.update(dict(leads.order_by().values_list("state").annotate(Count("pk"))))
        return [
            (state, state_chip(state), counts[state]) for state in Addressee.State.values if state in counts
        ]

    def row(self, recommendation, closed):
        """One row: the ask, whom it is addressed to, its chips, when it is due."""
        if programme := self.programmes.get(recommendation.programme_id):
            recommendation.programme = programme
        addressee = self.reader.addressee_of(recommendation)
        late = overdue(addressee, closed) if addressee else None
        due = due_of(addressee) if addressee else None
        text, language = recommendation.in_language(get_language() or "ar")
        return {
            "recommendation": recommendation,
            "text": text,
            "owner": recommendation.owner if recommendation.programme_id in self.offices else None,
            "language": language,
            "addressee": "" if addressee is None else institution_name(addressee.institution),
            # A representative sees by which part the ask reached his institution.
            "part": "" if addressee is None or addressee.part == "lead" else addressee.get_part_display(),
            "others": max(len(recommendation.asked) - 1, 0) if self.reader.knows_whole(recommendation) else 0,
            "chips": chips_of(
                recommendation,
                addressee,
                late,
                unconfirmed=addressee is not None and is_unconfirmed(addressee),
            ),
            "news": self.news.get(recommendation.pk, ()),
            "due": due[1] if due else recommendation.due_on,
        }
