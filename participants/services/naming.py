"""What a body is called in one document: by its audience, its language and the day that it speaks of."""

import datetime

from django.db.models import Q

from participants.models import Institution, InstitutionName

#: Letters have names of their own; the other audiences are `participants.privacy.LEVELS`.
LETTER = "letter"


class BodyNames:
    """The names that are recorded for one audience, language and day; read once, when the first is asked for."""

    def __init__(self, *, audience: str, language: str, on: datetime.date):
        self.audience, self.language, self.on = audience, language[:2], on
        self._names: dict[int, str] | None = None

    def of(self, institution: Institution) -> str:
        """The recorded name that fits; else the name that it has for all."""
        if self._names is None:
            self._names = self._read()
        return self._names.get(institution.pk) or institution.name_in(self.language)

    def _read(self) -> dict[int, str]:
        """Of several that fit: one for this audience before one for all, then the one that began last."""
        use = InstitutionName.Use
        fits = Q(use=use.FORMAL) if self.audience == LETTER else Q(use=use.AUDIENCE, audience=self.audience)
        rows = (
            InstitutionName.objects.filter(fits | Q(use=use.AUDIENCE, audience=""), language=self.language)
            .filter(Q(valid_from=None) | Q(valid_from__lte=self.on))
            .filter(Q(valid_until=None) | Q(valid_until__gte=self.on))
            .values_list("institution", "text", "use", "audience", "valid_from", "pk")
        )
        first = datetime.date.min
        ordered = sorted(
            rows, key=lambda row: (row[2] == use.FORMAL or bool(row[3]), row[4] or first, row[5])
        )
        return {institution: text for institution, text, *_rest in ordered}
