"""Which audiences can be served now. The narrower ones come with their own allow-lists, not as cuts of this one."""

from reports.models import Report

#: audiences whose figures are counted in full; the donor's are made apart, with small counts hidden
AVAILABLE = (Report.Audience.INTERNAL.value,)
#: kind → audiences whose document exists, from the widest to the narrowest
DOCUMENTS = {
    Report.Kind.FORUM_OUTCOMES.value: tuple(Report.Audience.values),
    Report.Kind.MINUTES.value: AVAILABLE,
    Report.Kind.PERIOD.value: (*AVAILABLE, Report.Audience.DONOR.value),
}


class AudienceComesLater(Exception):
    """The audience is known, its allow-list is not built yet: nothing is made for it rather than too much."""

    def __init__(self, audience: str, available=AVAILABLE):
        super().__init__(f"Reports for «{audience}» come later; available now: {', '.join(available)}.")
        self.audience = audience


def require_available(audience: str, available=AVAILABLE) -> None:
    """Raise AudienceComesLater for an audience without full figures, ValueError for one that does not exist."""
    if audience not in Report.Audience.values:
        raise ValueError(f"unknown audience {audience!r}, not one of {', '.join(Report.Audience.values)}")
    if audience not in available:
        raise AudienceComesLater(audience, available)


def require_document(audience: str, kind: str) -> None:
    """The same for an audience for which the kind has no document."""
    require_available(audience, DOCUMENTS[kind])
