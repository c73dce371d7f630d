"""Asks that are like one that is being written or stands: shown, linked, kept apart; and what its wording leaves open."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.access import AccessMixin
from forums.models import Output
from recommendations.deadlines import holidays
from recommendations.models import Recommendation
from recommendations.presentation import chips_of
from recommendations.raised import raised, raised_words, with_sources
from recommendations.services.similar import (
    keep_apart,
    link_similar,
    similar_asks,
    undecide_similar,
)
from recommendations.wording import hints_for

DECISIONS = {"link": link_similar, "apart": keep_apart, "undo": undecide_similar}
#: Before the public id of another ask, in the names of the buttons to choose.
_NAME = "alike-"


def row_of(recommendation, closed, akin=None) -> dict:
    """What a page shows of another ask; `recommendation` comes from `with_sources`."""
    text, language = recommendation.in_language(get_language() or "ar")
    return {
        "recommendation": recommendation,
        "text": text,
        "language": language,
        "chips": chips_of(recommendation, recommendation.lead),
        "raised": raised_words(raised([recommendation], closed)),
        "percent": akin and akin.percent,
        "words": akin.likeness.words if akin else (),
    }


def rows_alike(user, programme, text, **besides) -> list[dict]:
    """Asks that are like the text, as rows of a page; `besides` as `similar_asks` takes it."""
    found = similar_asks(user=user, programme=programme, text=text, **besides) if text.strip() else []
    if not found:
        return []
    closed = holidays()
    keys = [akin.recommendation.pk for akin in found]
    read = with_sources(Recommendation.objects.filter(pk__in=keys).select_related("programme")).in_bulk()
    return [row_of(read[akin.recommendation.pk], closed, akin) for akin in found]


def beside_form(form, *, user, programme, kind, language, **besides) -> dict:
    """For the page on which an ask is written: hints about its wording, and asks that are like it."""
    text, addressing = form["text"].value() or "", form["addressing"].value()
    named = addressing == "general" or (addressing == "named" and bool(form["lead"].value()))
    rows = rows_alike(user, programme, text, **besides)
    for row in rows:
        row["chosen"] = form.data.get(_NAME + str(row["recommendation"].public_id), "")
    return {
        "alike": rows,
        "hints": hints_for(
            text=text,
            language=language,
            is_question=kind == Output.Kind.QUESTION,
            has_addressee=named,
            has_date=bool(form["due_on"].value()),
        ),
    }


def decide_alike(*, actor, recommendation, data) -> None:
    """Keep what was chosen beside the form. What is gone meanwhile is passed over: the ask itself is saved."""
    chosen = {
        name.removeprefix(_NAME): data[name]
        for name in data
        if name.startswith(_NAME) and data[name] in ("link", "apart")
    }
    others = Recommendation.objects.visible_to(actor).in_programme(recommendation.programme)
    for other in others.filter(public_id__in=well_formed(chosen)).select_related("programme"):
        DECISIONS[chosen[str(other.public_id)]](actor=actor, one=recommendation, other=other)


class AlikePage(AccessMixin, TemplateView):
    """What is like a recommendation: proposed, linked, kept apart; each decision can be taken back."""

    permission = "recommendations.draft"
    template_name = "recommendations/alike.html"

    def get_permission_subject(self):
        """The recommendation, if the reader may see it."""
        rows = with_sources(Recommendation.objects.visible_to(self.request.user).select_related("programme"))
        self.recommendation = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.recommendation

    def get_context_data(self, **kwargs):
        """Three lists."""
        row, closed = self.recommendation, holidays()
        visible = with_sources(
            Recommendation.objects.visible_to(self.request.user).select_related("programme")
        )
        linked = list(visible.filter(similar=row))
        apart = list(visible.filter(Q(kept_apart_from__second=row) | Q(kept_apart_with__first=row)))
        text, language = row.in_language(get_language() or "ar")
        return super().get_context_data(
            recommendation=row,
            text=text,
            language=language,
            raised=raised_words(raised([row, *linked], closed)),
            proposed=rows_alike(self.request.user, row.programme, row.text, to=row),
            linked=[row_of(other, closed) for other in linked],
            apart=[row_of(other, closed) for other in apart],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Keep one decision and come back."""
        service = DECISIONS.get(request.POST.get("decision", ""))
        others = Recommendation.objects.visible_to(request.user).select_related("programme")
        other = others.filter(public_id__in=well_formed([request.POST.get("other", "")])).first()
        if service is None or other is None:
            raise Http404
        try:
            service(actor=request.user, one=self.recommendation, other=other)
        except (PermissionDenied, ValidationError) as error:
            raise Http404 from error
        messages.success(request, _("The decision about the two asks was saved."))
        return redirect(reverse("recommendations:alike", args=[self.recommendation.public_id]))


def well_formed(ids) -> list[uuid.UUID]:
    """Of what came in, the ids that can be ids at all."""
    found = []
    for one in ids:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return found
