"""Who may do what with asks until they are sent, and who reads them."""

import rules

from accounts.rights import holds, holds_anywhere, institutions_where


@rules.predicate
def reads_recommendation(user, recommendation=None):
    """The same words as `Recommendation.objects.visible_to`; without one: whether the list exists."""
    if recommendation is None:
        return holds_anywhere(user, "recommendation", "r")
    programme = recommendation.programme_id
    if holds(user, "recommendation draft", "r", programme):
        return True
    # Prefetched addressees answer without another query.
    sent_to = {row.institution_id for row in recommendation.addressees.all() if row.sent_at is not None}
    if holds(user, "recommendation", "r", programme):
        return bool(sent_to)
    return not sent_to.isdisjoint(institutions_where(user, "recommendation", "r"))


@rules.predicate
def drafts_recommendation(user, recommendation):
    """Staff of the programme, until it is sent; the service refuses afterwards. Letters: the same people."""
    return holds(user, "recommendation draft", "w", recommendation.programme_id)


@rules.predicate
def promotes(user, said):
    """Staff of the programme; asked about an output, or about minutes as a whole."""
    minutes = getattr(said, "minutes", said)
    return holds(user, "recommendation draft", "w", minutes.forum.programme_id)


@rules.predicate
def makes_ready(user, addressee):
    """A manager, by approving the minutes."""
    return holds(user, "minutes approval", "w", addressee.recommendation.programme_id)


@rules.predicate
def sends(user, addressee):
    """A manager of the programme."""
    return holds(user, "recommendation", "s", addressee.recommendation.programme_id)


@rules.predicate
def manages(user, recommendation):
    """A manager of the programme: sends it, takes it back with a reason."""
    return holds(user, "recommendation", "s", recommendation.programme_id)


@rules.predicate
def takes_back(user, recommendation):
    """A manager; staff as long as nobody outside the programme has seen it."""
    return manages(user, recommendation) or (
        recommendation.number is None and drafts_recommendation(user, recommendation)
    )


@rules.predicate
def confirms_guess(user, addressee):
    """Who drafts it or who sends it."""
    return drafts_recommendation(user, addressee.recommendation) or sends(user, addressee)


@rules.predicate
def writes_letters(user, forum):
    """Who records letters of the forum's programme: staff."""
    return holds(user, "recommendation draft", "w", forum.programme_id)


@rules.predicate
def reads_brief(user, forum):
    """The office of the forum's programme."""
    return holds(user, "recommendation draft", "r", forum.programme_id)


@rules.predicate
def reads_letter(user, letter):
    """The same words as `Letter.objects.visible_to`."""
    return holds(user, "attachment", "r", letter.programme_id) or letter.institution_id in institutions_where(
        user, "attachment", "r"
    )


rules.add_perm("recommendations.view", reads_recommendation)
rules.add_perm("recommendations.draft", drafts_recommendation)
rules.add_perm("recommendations.promote", promotes)
rules.add_perm("recommendations.make_ready", makes_ready)
rules.add_perm("recommendations.send", sends)
rules.add_perm("recommendations.manage", manages)
rules.add_perm("recommendations.take_back", takes_back)
rules.add_perm("recommendations.confirm_guess", confirms_guess)
rules.add_perm("recommendations.record_letter", drafts_recommendation)
rules.add_perm("recommendations.write_letters", writes_letters)
rules.add_perm("recommendations.view_brief", reads_brief)
rules.add_perm("recommendations.view_letter", reads_letter)
