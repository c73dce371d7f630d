"""What recommendations add to the approval of minutes: warnings about the asks, and asks that become ready."""

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from common.arabic import localise_digits
from common.dates import format_date
from forums.models import Minutes, Output
from forums.presentation import join_words
from forums.services.approval import ApprovalWarning
from recommendations.models import Addressee, Recommendation, WordsReview
from recommendations.presentation import institution_name
from recommendations.services.promote import record_as_said
from recommendations.services.transitions import change_state
from recommendations.wording import names_an_action

_SHOWN = 60
_NOT_TAKEN_UP = gettext_lazy("Ask %(number)s, “%(text)s”, is not taken up as a recommendation.")
_WITHOUT_ADDRESSEE = gettext_lazy("Ask %(number)s, “%(text)s”, has no addressee yet.")
_REWORDED = gettext_lazy(
    "Ask %(number)s, “%(text)s”, was changed after it was taken up. Please review the wording."
)


_RUNNING = gettext_lazy("Until %(day)s, %(institution)s may look at how its words are minuted.")


class AsksCondition:
    """Warns of asks that would not get an answer; approving makes the others ready to be sent."""

    def warnings(self, minutes) -> list[ApprovalWarning]:
        """By ask where a name is missing; one for all asks without a date, and one for those without a verb."""
        found, undated, without_verb = [], [], []
        rows = list(minutes.outputs.kept())
        numbers = {row.pk: place for place, row in enumerate(rows, start=1)}
        recommendations = self._by_output(minutes)
        for ask in [row for row in rows if row.is_ask]:
            taken_up = recommendations.get(ask.pk, [])
            number = numbers[ask.pk]
            if not taken_up:
                found.append(_warning("ask-not-promoted", _NOT_TAKEN_UP, ask, number))
            elif any(not row.is_general and _is_undetermined(row) for row in taken_up):
                found.append(_warning("ask-without-addressee", _WITHOUT_ADDRESSEE, ask, number))
            if taken_up and not any(_still_says(row, ask) for row in taken_up):
                found.append(_warning("ask-reworded", _REWORDED, ask, number))
            if all(row.is_general for row in taken_up) and taken_up:
                continue
            if any(row.due_on is None for row in taken_up):
                undated.append(number)
            if ask.kind != Output.Kind.QUESTION and not names_an_action(ask.text, ask.language):
                without_verb.append(number)
        return [*found, *_undated(undated), *_without_verb(without_verb)]

    def approved(self, minutes, actor) -> None:
        """Keep the words as approved, and walk the addressees to *ready* where all sources are approved."""
        recommendations = (
            Recommendation.objects.standing()
            .filter(sources__minutes=minutes, number__isnull=True)
            .distinct()
            .prefetch_related("sources__minutes__forum")
            .order_by("pk")
        )
        for recommendation in recommendations:
            sources = list(recommendation.sources.all())
            here = [output for output in sources if output.minutes_id == minutes.pk]
            # An output that joined later is a rewording: its words are in the history as such.
            if recommendation.wordings.filter(occasion="said", forum=minutes.forum).exists():
                record_as_said(actor=actor, recommendation=recommendation, outputs=here)
            others = [output.minutes for output in sources if output.minutes_id != minutes.pk]
            if any(other.state != Minutes.State.APPROVED for other in others):
                continue
            for addressee in recommendation.addressees.filter(state=Addressee.State.DRAFT):
                addressee.recommendation = recommendation
                change_state(actor=actor, addressee=addressee, action="make_ready")

    @staticmethod
    def _by_output(minutes):
        recommendations = (
            Recommendation.objects.standing()
            .filter(sources__minutes=minutes)
            .distinct()
            .prefetch_related("sources", "addressees", "wordings")
        )
        by_output = {}
        for recommendation in recommendations:
            for output in recommendation.sources.all():
                by_output.setdefault(output.pk, []).append(recommendation)
        return by_output


class WordsCondition:
    """Warns while an institution may still look at how its words are minuted, and of proposals without a decision."""

    def warnings(self, minutes) -> list[ApprovalWarning]:
        """By institution; what was shown for an earlier revision is over."""
        found = []
        reviews = WordsReview.objects.filter(minutes=minutes).of_next_revision()
        for review in reviews.select_related("institution").prefetch_related("lines"):
            name, today = institution_name(review.institution), timezone.localdate()
            if review.until >= today:
                day = format_date(review.until, get_language() or "ar")
                text = _RUNNING % {"institution": name, "day": day}
                found.append(ApprovalWarning(f"words-shown:{review.public_id}", text))
            count = sum(line.is_open for line in review.lines.all())
            if count:
                text = ngettext(
                    "%(institution)s proposed another wording, and nobody has decided about it: %(count)d line.",
                    "%(institution)s proposed another wording, and nobody has decided about it: %(count)d lines.",
                    count,
                )
                text = _digits(text % {"institution": name, "count": count})
                found.append(ApprovalWarning(f"words-open:{review.public_id}", text))
        return found

    def approved(self, minutes, actor) -> None:
        """Nothing: the approval itself ends the showing."""


def _is_undetermined(recommendation):
    return any(row.institution_id is None for row in recommendation.addressees.all())


def _still_says(recommendation, ask):
    return any(wording.text == ask.text for wording in recommendation.wordings.all())


def _warning(key, message, ask, number):
    text = message % {"number": _digits(number), "text": _short(ask.text)}
    return ApprovalWarning(f"{key}:{ask.public_id}", text)


def _short(text):
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _undated(numbers):
    message = ngettext(
        "%(count)d ask has no date by which it should be done: %(numbers)s.",
        "%(count)d asks have no date by which they should be done: %(numbers)s.",
        len(numbers),
    )
    return [ApprovalWarning("asks-without-date", _counted(message, numbers))] if numbers else []


def _without_verb(numbers):
    message = ngettext(
        "%(count)d ask does not seem to name something to do: %(numbers)s.",
        "%(count)d asks do not seem to name something to do: %(numbers)s.",
        len(numbers),
    )
    return [ApprovalWarning("asks-without-verb", _counted(message, numbers))] if numbers else []


def _counted(message, numbers):
    return _digits(message % {"count": len(numbers), "numbers": join_words(numbers)})


def _digits(value):
    return localise_digits(str(value), get_language())
