"""Who makes one-time codes, and who answers by one."""

import rules

from accounts.rights import ANYBODY, RIGHTS, holds
from common.archive import is_closed


@rules.predicate
def bears_code(user, addressee):
    """Whoever holds the one-time code of this addressee (`models.CodeBearer`)."""
    code = getattr(user, "answer_code", None)
    mine = code is not None and code.addressee_id == addressee.pk and "o" in RIGHTS["answer code"][ANYBODY]
    return mine and not is_closed(addressee.recommendation.programme.archived_at)


@rules.predicate
def reads_code(user, addressee):
    """The office of the programme: that there is one, since when and until when."""
    return holds(user, "answer code", "r", addressee.recommendation.programme_id)


@rules.predicate
def makes_code(user, addressee):
    """Staff of the programme: make a paper, withdraw it."""
    return holds(user, "answer code", "w", addressee.recommendation.programme_id)


@rules.predicate
def enters_code(user, subject=None):
    """Whoever is not signed in: an account answers by its own pages, under its own name."""
    return not user.is_authenticated and "o" in RIGHTS["answer code"][ANYBODY]


rules.add_perm("recommendations.enter_code", enters_code)
rules.add_perm("recommendations.view_code", reads_code)
rules.add_perm("recommendations.make_code", makes_code)
