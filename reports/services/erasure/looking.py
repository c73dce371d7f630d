"""Where a person was found, as the one who erases him looks at it before anything is done."""

import hashlib
from dataclasses import dataclass

from accounts.rights import programmes_where
from common.sealed_files import SealedFile
from participants.models import Person
from recommendations.models import Evidence, Letter
from reports.models import Report
from reports.services.erasure.documents import files_about, reports_naming, signed_sheets_about
from reports.services.erasure.places import Place, places_for
from reports.services.erasure.rows import Found, count_rows
from reports.services.erasure.spellings import Spellings
from reports.services.erasure.stones import new_key


@dataclass(frozen=True)
class Findings:
    """Rows and documents that go by themselves; places and files that somebody decides about.

    `common_words`: in so many texts one word of his name stands alone, too many to be offered.
    """

    rows: list[Found]
    places: list[Place]
    common_words: int
    reports: list[Report]
    files: list[SealedFile]

    @property
    def seen(self) -> str:
        """A hash that tells what is to be decided now from what was shown before."""
        keys = sorted(place.key for place in self.places) + sorted(str(one.public_id) for one in self.files)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()

    @property
    def file_ids(self) -> set[str]:
        """Public ids of the files."""
        return {str(one.public_id) for one in self.files}

    def exceptions(self, ticked: set[str]) -> set[str]:
        """Keys of the places that are decided otherwise than without a person: kept, or less than a whole name."""
        return {
            place.key for place in self.places if place.is_shown and (place.key in ticked) != place.is_certain
        }


@dataclass(frozen=True)
class Subject:
    """The person and those who were merged into him, how they are spelt, and where he stands (primary keys)."""

    people: list[Person]
    spellings: Spellings
    programmes: set[int]

    @classmethod
    def of(cls, person: Person, key: bytes) -> "Subject":
        """Read with contacts, which are searched for too."""
        people = list(Person._base_manager.filter(pk__in=person.ids_with_merged()))
        people.sort(key=lambda one: one.pk != person.pk)
        spellings = Spellings(key)
        for one in people:
            spellings.add_person(one)
        return cls(people, spellings, person.programme_ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Public ids, the person's own first."""
        return tuple(str(one.public_id) for one in self.people)


def is_beyond(*, user, person: Person) -> bool:
    """Whether the entry is used in a programme in which this reader may not erase. It says nothing about which."""
    return not person.programme_ids <= programmes_where(user, "erasure", "w")


def find_person(*, user, person: Person) -> Findings:
    """Where he was found, in what this reader may read. Raises Undecipherable, RingAbsent."""
    subject = Subject.of(person, new_key())
    places, common = places_for(user, subject.spellings, subject.programmes)
    reports = reports_naming(set(subject.ids), subject.programmes)
    keys = [one.pk for one in subject.people]
    named = {
        model: {place.pk for place in places if place.column.model is model} for model in (Letter, Evidence)
    }
    files = files_about(keys, subject.programmes, letters=named[Letter], evidence=named[Evidence])
    return Findings(
        rows=count_rows(keys),
        places=places,
        common_words=common,
        reports=list(reports.select_related("programme").defer("frozen").order_by("pk")),
        files=[*files.order_by("pk"), *signed_sheets_about(keys, subject.programmes).order_by("pk")],
    )
