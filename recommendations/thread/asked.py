"""The steps up to the asking: what was said where, how it was worded, with which letters it went out."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import holds, institutions_where
from forums.models import Forum
from forums.presentation import join_words
from recommendations.models import Letter, Wording
from recommendations.presentation import institution_name
from recommendations.thread.shapes import Step, day_words, file_link, words_of


def asked_steps(recommendation, reader, letters) -> list[Step]:
    """Said, reworded, sent. `letters`: those that the reader may see and that brought no answer."""
    readable = Forum.objects.visible_to(reader.user).filter(pk=OuterRef("forum"))
    wordings = list(recommendation.wordings.select_related("forum").annotate(readable=Exists(readable)))
    return [*_said(recommendation, reader, wordings), *_sent(recommendation, wordings, letters)]


def letters_of(recommendation, reader) -> list[Letter]:
    """The letters about it that the reader may know, with their scans."""
    letters = recommendation.letters.select_related("attachment").order_by("date", "pk")
    if not holds(reader.user, "recommendation draft", "r", recommendation.programme_id):
        letters = letters.filter(institution_id__in=institutions_where(reader.user, "attachment", "r"))
    return list(letters)


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
        reworded = wording.occasion == Wording.Occasion.REWORDED
        step = Step(_("Raised again and reworded") if reworded else _("Said in a forum"))
        if wording.readable:
            forum = wording.forum
            step.day = forum.date
            step.links = [(reverse("forums:detail", args=[forum.public_id]), forum.title_in(get_language()))]
        if may_read:
            step.words = [words_of(wording)]
        steps.append(step)
    return steps if may_read else steps[:1]


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
