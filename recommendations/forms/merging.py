"""Which recommendation asks the same, and why one takes them for one."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.arabic import fold
from forums.forms.base import EditorForm
from recommendations.models import Recommendation
from recommendations.services.merging import merge_recommendation


class MergeForm(EditorForm):
    """One of the candidates; nothing is chosen beforehand."""

    #: candidates that are offered at once
    OFFERED = 20

    into = forms.ChoiceField(
        label=_("Into which recommendation?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the recommendation that it is merged into.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands on the page of the merged one, for whoever reads it."),
        error_messages={"required": _("Please give the reason.")},
    )

    def __init__(self, *args, actor, recommendation, words="", **kwargs):
        self.actor, self.recommendation = actor, recommendation
        super().__init__(*args, initial={"version": recommendation.version}, **kwargs)
        self.candidates = {
            str(row.public_id): row for row in candidates(actor, recommendation, words, self.OFFERED)
        }
        self.fields["into"].choices = [(key, in_a_line(row)) for key, row in self.candidates.items()]

    def save(self) -> Recommendation | None:
        """Merge them; None where the service objected."""
        data = self.cleaned_data
        return self.through(
            merge_recommendation,
            actor=self.actor,
            recommendation=self.recommendation,
            into=self.candidates[data["into"]],
            expected=data["version"],
            reason=data["reason"],
        )


def candidates(user, recommendation, words, limit) -> list[Recommendation]:
    """Standing ones of the programme that the reader sees: those with the words, else similar ones and the newest."""
    rows = (
        Recommendation.objects.visible_to(user)
        .standing()
        .filter(programme=recommendation.programme_id)
        .exclude(pk=recommendation.pk)
        .select_related("programme")
    )
    if recommendation.number is not None:
        # What was sent does not give way to what nobody has seen.
        rows = rows.filter(number__isnull=False)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    similar = [] if words.strip() else list(rows.filter(pk__in=recommendation.similar.values("pk")))
    others = rows.exclude(pk__in=[row.pk for row in similar]).order_by("-number", "-pk")
    return [*similar, *others[: limit - len(similar)]]


def in_a_line(recommendation) -> str:
    """Reference and wording."""
    text, _language = recommendation.in_language(get_language() or "ar")
    text = text if len(text) <= 140 else text[:140].rsplit(" ", 1)[0] + " …"
    return f"{recommendation.reference} {text}".strip()
