"""Which templates make the document of each kind for each audience."""

from dataclasses import dataclass

from reports.models import Report

#: a document in both languages, and one of its parts
BOTH = "reports/pdf/both.html"
PART = "reports/pdf/part.html"


@dataclass(frozen=True)
class Paper:
    """Templates of one document. `sheet`: a style sheet beside those of every document; `body`: what its page shows.

    One without a `whole` of its own has a cover (`title` and `facts`), contents where it is long, and `main`.
    """

    main: str = ""
    title: str = ""
    facts: str = ""
    contents: str = ""
    body: str = ""
    sheet: str = ""
    whole: str = "reports/pdf/document.html"
    #: class of the whole document
    css: str = ""

    @property
    def has_cover(self) -> bool:
        """Whether a cover and, where it is long, contents stand before it."""
        return bool(self.title)


_OUTCOMES = {
    "title": "reports/pdf/cover_title.html",
    "facts": "reports/pdf/cover_facts.html",
    "contents": "reports/pdf/contents.html",
}
_INTERNAL = Paper(main="reports/pdf/main.html", **_OUTCOMES)
_OUTSIDE = Paper(main="reports/pdf/main_donor.html", **_OUTCOMES)
_PRESS = Paper(
    main="reports/pdf/press_sheet.html",
    body="reports/pdf/press_body.html",
    sheet="minutes.css",
    whole="reports/pdf/press.html",
    css="minutes",
)
_MINUTES = Paper(whole="reports/pdf/minutes.html", sheet="minutes.css", css="minutes")
_PERIOD = Paper(
    main="reports/pdf/period/main.html",
    title="reports/pdf/period/cover_title.html",
    facts="reports/pdf/period/cover_facts.html",
    contents="reports/pdf/period/contents.html",
    body="reports/pdf/period/body.html",
    sheet="period.css",
)


def paper_of(report: Report) -> Paper:
    """The one of its kind and audience."""
    if report.kind == Report.Kind.MINUTES:
        return _MINUTES
    if report.kind == Report.Kind.PERIOD:
        return _PERIOD
    return {Report.Audience.INTERNAL: _INTERNAL, Report.Audience.PUBLIC: _PRESS}.get(
        Report.Audience(report.audience), _OUTSIDE
    )


def templates_of(report: Report) -> list[str]:
    """Those that are named for its document; what they include is named in themselves."""
    paper = paper_of(report)
    whole = [paper.whole] if len(report.languages) == 1 else [BOTH, PART]
    return [name for name in (*whole, paper.title, paper.facts, paper.contents, paper.main) if name]
