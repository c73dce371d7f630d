"""What a letter of invitation, of asks or a reminder says unless somebody writes it otherwise; in the language of the moment."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.arabic import quote_ar
from common.dates import HijriOutOfRange, format_date, weekday_name
from forums.presentation import join_words
from forums.record.facts import place_in_words, time_in_words


def invitation_subject(forum) -> str:
    """«دعوة إلى …»."""
    return _("Invitation to %(kind)s") % {"kind": _named(forum)}


def invitation_body(forum) -> str:
    """To what, when and where, with which agenda; and that somebody is to be named. What is not known is left out."""
    language = get_language() or "ar"
    opening = _(
        "%(implementer)s has the pleasure of inviting you to take part in %(kind)s, within %(programme)s."
    )
    parts = [
        opening
        % {
            "implementer": forum.programme.implementer.name_in(language),
            "kind": _named(forum),
            "programme": forum.programme.title_in(language),
        }
    ]
    if forum.date:
        parts.append(_("Date: %(date)s") % {"date": _day_and_hours(forum, language)})
    where = join_words([forum.venue, place_in_words(forum.place) if forum.place else ""])
    if where:
        parts.append(_("Venue: %(venue)s") % {"venue": where})
    items = [f"{number}. {item.title}" for number, item in enumerate(forum.agenda.all(), start=1)]
    if items:
        parts.append("\n".join([_("Agenda:"), *items]))
    parts.append(
        _("Please name who will represent you, and let us know the name and post before the meeting.")
    )
    return "\n\n".join(parts)


def asks_subject(programme, *, reminder: bool) -> str:
    """«توصيات …», «تذكير بتوصيات …»."""
    title = {"programme": programme.title_in(get_language() or "ar")}
    if reminder:
        return _("Reminder of the recommendations of %(programme)s") % title
    return _("Recommendations of %(programme)s") % title


def asks_body(programme, addressees, *, reminder: bool) -> str:
    """The asks as they were sent, one a line, and until when an answer is hoped for. What is asked is institutions'
    business: no person stands in it. A reminder is headed by the number of the earlier letter when it is printed."""
    language = get_language() or "ar"
    implementer = {"implementer": programme.implementer.name_in(language)}
    if reminder:
        opening = _("We have not received an answer yet to the following recommendations:")
    else:
        opening = _("%(implementer)s presents to you the following recommendations:") % implementer
    lines = [
        # The reference last: a line that begins with it would run from the left.
        f"{number}. {row.recommendation.in_language(language)[0].rstrip('.')} ({row.recommendation.reference})"
        for number, row in enumerate(addressees, start=1)
    ]
    parts = ["\n".join([opening, *lines])]
    days = [row.answer_due_on for row in addressees if row.answer_due_on]
    if days and not reminder and max(days) >= timezone.localdate():
        day = format_date(max(days), language)
        parts.append(_("We should be grateful for your answer by %(day)s.") % {"day": day})
    else:
        parts.append(_("We should be grateful for your answer at your earliest convenience."))
    return "\n\n".join(parts)


def _named(forum) -> str:
    language = get_language() or "ar"
    title = forum.title_in(language)
    # «اجتماع حواري مع صنّاع القرار: …» says its kind itself.
    if title.startswith(str(forum.get_kind_display())):
        return title
    quoted = quote_ar(title) if language.startswith("ar") else f"“{title}”"
    return f"{forum.get_kind_display()} {quoted}"


def _day_and_hours(forum, language) -> str:
    words = [weekday_name(forum.date.weekday(), language)]
    try:
        words.append(format_date(forum.date, language, "both"))
    except HijriOutOfRange:
        words.append(format_date(forum.date, language))
    hours = time_in_words(forum)
    return join_words([" ".join(words), hours])
