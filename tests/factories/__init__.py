"""Rows for tests, made straight through the models: all names are plainly made up.

States and revisions may be set here, which no other code may do; tests of services use services.
"""

from .answers import (
    AddresseeFactory,
    CommitmentFactory,
    LetterFactory,
    OutboxMessageFactory,
    RecommendationFactory,
    RenderingFactory,
    ReportFactory,
    ResponseFactory,
    UpdateFactory,
)
from .forums import (
    AcknowledgementFactory,
    AttendanceFactory,
    ForumFactory,
    MembershipFactory,
    MinutesFactory,
    OutputFactory,
    ProgrammeFactory,
    ThemeFactory,
)
from .people import (
    PASSWORD,
    CategoryFactory,
    ConsentFactory,
    InstitutionFactory,
    PersonFactory,
    PlaceFactory,
    RankFactory,
    UserFactory,
)

__all__ = [
    "PASSWORD",
    "AcknowledgementFactory",
    "AddresseeFactory",
    "AttendanceFactory",
    "CategoryFactory",
    "CommitmentFactory",
    "ConsentFactory",
    "ForumFactory",
    "InstitutionFactory",
    "LetterFactory",
    "MembershipFactory",
    "MinutesFactory",
    "OutboxMessageFactory",
    "OutputFactory",
    "PersonFactory",
    "PlaceFactory",
    "ProgrammeFactory",
    "RankFactory",
    "RecommendationFactory",
    "RenderingFactory",
    "ReportFactory",
    "ResponseFactory",
    "ThemeFactory",
    "UpdateFactory",
    "UserFactory",
]
