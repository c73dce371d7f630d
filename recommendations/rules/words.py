"""Who shows an institution how its words are minuted, who sees that, and who says what to it."""

import rules

from accounts.rights import holds, institutions_where


@rules.predicate
def reads_shown(user, minutes):
    """The office of the programme."""
    return holds(user, "words shown", "r", minutes.forum.programme_id)


@rules.predicate
def shows_words(user, minutes):
    """Staff of the programme."""
    return holds(user, "words shown", "w", minutes.forum.programme_id)


@rules.predicate
def reads_review(user, review):
    """The office; a representative of the institution while the days run."""
    own = review.institution_id in institutions_where(user, "words shown", "r")
    return reads_shown(user, review.minutes) or (own and review.is_running)


@rules.predicate
def proposes_wording(user, line):
    """A representative of the institution that it is shown to, while the days run."""
    own = line.review.institution_id in institutions_where(user, "words shown", "w")
    return own and line.review.is_running


@rules.predicate
def settles_wording(user, line):
    """Staff of the programme. Whether the minutes may be written is for the service, which says so in words."""
    return shows_words(user, line.review.minutes)


rules.add_perm("recommendations.view_shown_words", reads_shown)
rules.add_perm("recommendations.show_words", shows_words)
rules.add_perm("recommendations.view_own_words", reads_review)
rules.add_perm("recommendations.propose_wording", proposes_wording)
rules.add_perm("recommendations.settle_wording", settles_wording)
