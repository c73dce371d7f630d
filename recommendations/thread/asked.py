"""The steps up to the asking: what was said where, how it was worded, with which letters it went out."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import holds
from forums.models import Forum, Output
from forums.presentation import join_words
from recommendations.models import Letter, Recommendation, Wording
from recommendations.presentation import institution_name
from recommendations.thread.shapes import Step, day_words, file_link, words_of


def asked_steps(recommendation, reader, letters, wordings) -> list[Step]:
    """Said, reworded, sent. `letters`: those that the reader may see and that brought no answer; `wordings`: see
    `wordings_of`."""
    if not reader.knows_whole(recommendation):
        sent = Wording.Occasion.SENT
        wordings = [wording for wording in wordings if wording.occasion == sent or not wording.narrower]
    return [*_said(recommendation, reader, wordings), *_sent(recommendation, wordings, letters)]


def wordings_of(recommendations, reader) -> dict[int, list[Wording]]:
    """The wordings of several asks by their keys, each with whether its forum may be read; one statement."""
    readable = Forum.objects.visible_to(reader.user).filter(pk=OuterRef("forum"))
    # Words of a line that is kept for the office are nobody else's, though they led to what he was asked.
    narrower = Recommendation.sources.through.objects.filter(
        recommendation=OuterRef("recommendation"),
        output__minutes__forum=OuterRef("forum"),
        output__narrowed_to=Output.NarrowedTo.INTERNAL,
    )
    rows = Wording.objects.filter(recommendation__in=recommendations).select_related("forum")
    found = defaultdict(list)
    for wording in rows.annotate(readable=Exists(readable), narrower=Exists(narrower)):
        found[wording.recommendation_id].append(wording)
    return found


def letters_of(recommendations, reader) -> dict[int, list[Letter]]:
    """The letters about several asks that the reader may know, with their scans, by the keys of the asks; one statement."""
    letters = Letter.objects.visible_to(reader.user).filter(recommendations__in=recommendations)
    found = defaultdict(list)
    for letter in (
        letters.select_related("attachment").annotate(about=F("recommendations")).order_by("date", "pk")
    ):
        found[letter.about].append(letter)
    return found


def level_words(forum) -> str:
    """«المديرية · منتدى حواري · الرقم ١٨»: on which level it was heard."""
    words = [forum.get_level_display(), forum.get_kind_display()]
    if forum.number:
        words.append(_("no. %(number)d") % {"number": forum.number})
    return " · ".join(str(word) for word in words)


def say_letter(step, letter) -> None:
    """Number and date of a letter, as a link where its scan is kept."""
    direction = _("Letter out") if letter.direction == Letter.Direction.OUT else _("Letter in")
    label = f"{direction} {letter.number} · {day_words(letter.date)}"
    attachment = getattr(letter, "attachment", None)
    if attachment is None:
        step.notes.append(label)
    else:
        scan = _("scan")
        step.links.append(file_link(attachment, f"{label} · {scan} ({attachment.get_kind_display()})"))


def _said(recommendation, reader, wordings):
    wordings = [wording for wording in wordings if wording.occasion != Wording.Occasion.SENT]
    # Programme roles that read statements, and whoever it was sent to; an auditor reads no statement.
    may_read = holds(reader.user, "statement", "r", recommendation.programme_id) or not reader.knows_whole(
        recommendation
    )
    steps = []
    for wording in wordings:
        step = Step(_label(wording, wordings))
        if wording.readable:
            forum = wording.forum
            step.day, step.forum = forum.date, forum
            step.notes = [level_words(forum)]
            step.links = [(reverse("forums:detail", args=[forum.public_id]), forum.title_in(get_language()))]
        if may_read:
            step.words = [words_of(wording)]
        steps.append(step)
    return steps if may_read else steps[:1]


def _label(wording, wordings) -> str:
    if wording.occasion != Wording.Occasion.REWORDED:
        return _("Said in a forum")
    earlier = {one.text for one in wordings if one.pk < wording.pk}
    return _("Raised again") if wording.text in earlier else _("Raised again and reworded")


def _sent(recommendation, wordings, letters):
    if recommendation.number is None:
        return []
    sent = [wording for wording in wordings if wording.occasion == Wording.Occasion.SENT][-1]
    said = {wording.text for wording in wordings if wording.occasion == Wording.Occasion.SAID}
    step = Step(_("Sent"), day=timezone.localdate(sent.made_at))
    step.who = join_words(institution_name(row.institution) for row in recommendation.asked if row.sent_at)
    if sent.text not in said:
        step.words = [words_of(sent, label=_("Wording as sent"))]
    for letter in letters:
        say_letter(step, letter)
    return [step]
