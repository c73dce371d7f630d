"""What one state of the minutes is made of."""

from dataclasses import dataclass, field

from participants.privacy import PersonEntry


@dataclass(frozen=True)
class Frozen:
    """What an approval froze, or would freeze now. `number` is None for the draft."""

    number: int | None
    content: dict
    words: dict
    personal: dict


@dataclass(frozen=True)
class Told:
    """One labelled text; `language` is that of a text which somebody wrote."""

    key: str
    label: str
    text: str
    language: str = ""
    #: of whom it tells
    person: str = ""


@dataclass(frozen=True)
class Said:
    """One output as it was approved. `about`: kind, side, attribution and themes, in words."""

    key: str
    number: int
    kind: str
    about: tuple[str, ...]
    text: str
    language: str
    translation: str = ""


@dataclass(frozen=True)
class Listed:
    """One row of the attendance list. `person` is a public id, by which an erasure finds what was frozen of it."""

    key: str
    entry: PersonEntry
    presence: str
    person: str

    @property
    def name(self) -> str:
        """With rank and form of address."""
        return " ".join(word for word in (self.entry.rank, self.entry.honorific, self.entry.name) if word)

    @property
    def about(self) -> tuple[str, ...]:
        """Post, institution, category, role and presence, in words."""
        row = self.entry
        return tuple(
            word for word in (row.post, row.institution, row.category, row.part, row.presence) if word
        )


@dataclass(frozen=True)
class Sheet:
    """All of one state of the minutes, in their order."""

    number: int | None
    facts: list[Told] = field(default_factory=list)
    people: list[Listed] = field(default_factory=list)
    totals: list[Told] = field(default_factory=list)
    outputs: list[Said] = field(default_factory=list)
    thanks: list[Told] = field(default_factory=list)
