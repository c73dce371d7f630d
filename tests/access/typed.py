"""What a person types in the calls of `recorded.py`: it may stand in no entry."""

import datetime
import uuid

from common.uploads import Clean
from forums.services.lines import Change, Op

CANARY = "كناري سرّي"
#: the same where only Latin letters without blanks fit
LATIN = "kanari.secret"
DAY = datetime.date(2022, 8, 1)
LINE = Change(
    uuid.UUID(int=1),
    (
        Op(
            "add",
            uuid.UUID(int=1),
            now={"kind": "issue", "text": CANARY},
            given={"kind": {"kind": "issue"}, "text": {"text": CANARY}},
        ),
    ),
)
PDF = Clean("pdf", b"%PDF-1.7 %%EOF")
