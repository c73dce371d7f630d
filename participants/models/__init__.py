"""Models of the directory, split by what they describe."""

from participants.models.institutions import FocalPoint, Institution, InstitutionName, Position
from participants.models.lists import Category, Honorific, Place, Rank, RankQualifier
from participants.models.persons import Consent, Person

__all__ = [
    "Category",
    "Consent",
    "FocalPoint",
    "Honorific",
    "Institution",
    "InstitutionName",
    "Person",
    "Place",
    "Position",
    "Rank",
    "RankQualifier",
]
