"""How a recommendation travelled: from forum to forum, to the institution and back."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from recommendations.models import Wording
from reports.projection.asks import where


def project_journeys(recommendations, numbers, texts) -> list[dict]:
    """One journey for each recommendation that was heard in more than one forum; steps by date."""
    journeys = []
    for recommendation in recommendations:
        wordings = list(recommendation.wordings.all())
        forums = {output.minutes.forum_id for output in recommendation.sources.all()}
        forums |= {wording.forum_id for wording in wordings if wording.forum_id}
        if len(forums) > 1:
            journeys.append(_journey(recommendation, wordings, numbers, texts))
    return journeys


def _journey(recommendation, wordings, numbers, texts):
    name = where(recommendation, numbers, texts.language)
    steps = [
        *(_raised(output, name, texts) for output in recommendation.sources.all()),
        *(_reworded(wording, name, texts) for wording in wordings if _is_step(wording)),
    ]
    for addressee in recommendation.asked:
        steps += steps_of_addressee(addressee, texts)
    # Undated steps come first: they were said before anything was recorded.
    steps.sort(key=lambda step: (step["on"] or "", step.pop("rank")))
    return {"reference": recommendation.reference, "name": name, "steps": steps}


def step(on, rank, label, place=None, text=None):
    """One line; `rank` orders those of one day and is taken off."""
    return {"on": on and on.isoformat(), "rank": rank, "label": label, "place": place, "text": text}


def place_of(forum, texts):
    """A meeting by its title."""
    return texts.pair(forum.title_ar, forum.title_en, _("Title of %(code)s") % {"code": forum.code})


def _raised(output, name, texts):
    forum = output.minutes.forum
    return step(
        forum.date,
        0,
        pgettext("step of a journey", "Raised"),
        place_of(forum, texts),
        texts.written(output, name),
    )


def _is_step(wording) -> bool:
    # "As said" is the step of its output already, "as sent" that of the sending.
    return wording.occasion == Wording.Occasion.REWORDED


def _reworded(wording, name, texts):
    day = wording.forum.date if wording.forum else None
    return step(
        day or timezone.localdate(wording.made_at),
        1,
        pgettext("step of a journey", "Reworded"),
        place_of(wording.forum, texts) if wording.forum else None,
        texts.written(wording, name),
    )


def steps_of_addressee(addressee, texts):
    """Its sending, and what came of it, as far as the rows at hand go."""
    place = texts.named(addressee.institution)
    if addressee.sent_at:
        yield step(timezone.localdate(addressee.sent_at), 2, pgettext("step of a journey", "Sent to"), place)
    for row in addressee.responses.all():
        if row.sent_at and not row.withdrawn_at:
            label = pgettext("step of a journey", "Answer: %(decision)s") % {
                "decision": row.get_decision_display()
            }
            yield step(timezone.localdate(row.sent_at), 3, label, place)
    for row in addressee.updates.all():
        label = pgettext("step of a journey", "Update: %(kind)s") % {"kind": row.get_kind_display()}
        yield step(row.happened_on, 4, label, place)
    for row in addressee.verifications.all():
        label = pgettext("step of a journey", "Verification: %(finding)s") % {
            "finding": row.get_finding_display()
        }
        yield step(row.found_on, 5, label, place)
