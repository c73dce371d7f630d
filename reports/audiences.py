"""Which audiences can be served now. The narrower ones come with their own allow-lists, not as cuts of this one."""

from reports.models import Report

#: audiences whose projection exists
AVAILABLE = (Report.Audience.INTERNAL.value,)


class AudienceComesLater(Exception):
    """The audience is known, its allow-list is not built yet: nothing is made for it rather than too much."""

    def __init__(self, audience: str):
        super().__init__(f"Reports for «{audience}» come later; available now: {', '.join(AVAILABLE)}.")
        self.audience = audience


def require_available(audience: str) -> None:
    """Raise AudienceComesLater for an audience that has no projection, ValueError for one that does not exist."""
    if audience not in Report.Audience.values:
        raise ValueError(f"unknown audience {audience!r}, not one of {', '.join(Report.Audience.values)}")
    if audience not in AVAILABLE:
        raise AudienceComesLater(audience)
