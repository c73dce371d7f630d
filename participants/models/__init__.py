"""Models of the directory, split by what they describe."""

from participants.models.imports import ImportRow, SheetImport
from participants.models.institutions import FocalPoint, Institution, InstitutionName, Position
from participants.models.lists import Category, Honorific, Place, Rank, RankQualifier
from participants.models.merges import Merge, NotSame
from participants.models.name_keys import NameKey
from participants.models.persons import Consent, Person
from participants.models.readings import ContactReading

__all__ = [
    "Category",
    "Consent",
    "ContactReading",
    "FocalPoint",
    "Honorific",
    "ImportRow",
    "Institution",
    "InstitutionName",
    "Merge",
    "NameKey",
    "NotSame",
    "Person",
    "Place",
    "Position",
    "Rank",
    "RankQualifier",
    "SheetImport",
]
