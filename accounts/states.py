"""The states of an act that takes two persons, and its table: {(state, action): arrow}."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.workflow import Arrow


class TwoPersonState(models.TextChoices):
    """How far such an act is."""

    ASKED = "asked", _("awaits the second person")
    ALLOWED = "allowed", _("allowed")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")
    DONE = "done", _("done")


S = TwoPersonState

TWO_PERSON_ACT = {
    (S.ASKED, "allow"): Arrow(S.ALLOWED, "accounts.decide_act"),
    (S.ASKED, "refuse"): Arrow(S.REFUSED, "accounts.decide_act", needs_note=True),
    (S.ASKED, "take_back"): Arrow(S.TAKEN_BACK, "accounts.do_act"),
    (S.ALLOWED, "take_back"): Arrow(S.TAKEN_BACK, "accounts.do_act"),
    (S.ALLOWED, "do"): Arrow(S.DONE, "accounts.do_act"),
}
