"""Who asks people of the community what they felt, who reads it, and who says it."""

import rules

from accounts.rights import ANYBODY, RIGHTS, holds


@rules.predicate
def reads_witnesses(user, addressee):
    """The office of the programme: that people were asked, and, once the round is over, what they said."""
    return holds(user, "witness voice", "r", addressee.recommendation.programme_id)


@rules.predicate
def asks_witnesses(user, addressee):
    """Staff of the programme: make the slips, end the round."""
    return holds(user, "witness voice", "w", addressee.recommendation.programme_id)


@rules.predicate
def gives_voice(user, subject=None):
    """Whoever is not signed in: an account of the portal is no witness of the community."""
    return not user.is_authenticated and "o" in RIGHTS["witness voice"][ANYBODY]


rules.add_perm("recommendations.view_witnesses", reads_witnesses)
rules.add_perm("recommendations.ask_witnesses", asks_witnesses)
rules.add_perm("recommendations.give_voice", gives_voice)
