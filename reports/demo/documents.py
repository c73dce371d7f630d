"""Reports of the demo: released to the donor in Arabic and in both languages, a press release, and drafts in English."""

from functools import partial

from forums.models import Forum, Programme
from reports.demo.programme import PROGRAMME_CODE
from reports.models import Report
from reports.services.exports import whole_period
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST, release_report

DONOR, PUBLIC = Report.Audience.DONOR.value, Report.Audience.PUBLIC.value
#: (end of the forum's code, audience, language) of what is released, in this order. A period is told of after its
#: forums: what it tells is measured by what they have told.
RELEASED = (
    ("LAUNCH", DONOR, "ar"),
    ("W2", DONOR, "both"),
    ("W3", DONOR, "ar"),
    ("CLOSING", DONOR, "ar"),
    ("CLOSING", PUBLIC, "ar"),
    ("CLOSING", PUBLIC, "en"),
)


def release_documents(*, manager) -> int:
    """Make and release them where the donor has none yet; how many. Each is typeset, which takes a second or two.

    An interrupted run leaves the others to a person: what was released is not measured anew.
    """
    programme = Programme.objects.get(code=PROGRAMME_CODE)
    if Report.objects.filter(programme=programme).for_donors().exists():
        return 0
    forums = Forum.objects.in_programme(programme)
    prepared = []
    for key, audience, language in RELEASED:
        forum = forums.get(code__endswith=f"-{key}")
        prepared.append(partial(prepare_forum_report, forum=forum, audience=audience, language=language))
    first, last = whole_period(programme)
    period = partial(prepare_period_report, programme=programme, start=first, end=last, audience=DONOR)
    for prepare in (*prepared, partial(period, language="ar")):
        report = prepare(actor=manager, leaves_out_untranslated=True)
        release_report(actor=manager, report=report, expected=report.version, checklist=set(CHECKLIST))
    closing = partial(prepare_forum_report, forum=forums.get(code__endswith="-CLOSING"), audience=DONOR)
    for prepare in (closing, period):
        prepare(actor=manager, language="en", leaves_out_untranslated=True)
    return len(prepared) + 1
