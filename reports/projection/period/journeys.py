"""How a recommendation travelled, as far as a donor may follow: forums, sending, answers, updates, verification."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.projection.donor.forum import tells_words
from reports.projection.journeys import place_of, step, steps_of_addressee


def project_journeys(recommendations, texts) -> list[dict]:
    """One journey for each that was raised in more than one forum; steps by date. Of a closed forum no words."""
    found = []
    for row in recommendations:
        sources = list(row.sources.all())
        if len({source.minutes.forum_id for source in sources}) < 2:
            continue
        name = _("Recommendation %(reference)s") % {"reference": row.reference}
        steps = [_raised(source, name, texts) for source in sources]
        for addressee in row.asked:
            steps += steps_of_addressee(addressee, texts)
        # Undated steps come first: they were said before anything was recorded.
        steps.sort(key=lambda one: (one["on"] or "", one.pop("rank")))
        found.append({"reference": row.reference, "name": name, "steps": steps})
    return found


def _raised(source, name, texts):
    forum = source.minutes.forum
    words = texts.written(source, name) if tells_words(forum) else None
    return step(forum.date, 0, pgettext("step of a journey", "Raised"), place_of(forum, texts), words)
