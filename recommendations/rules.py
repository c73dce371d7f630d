"""Who may do what with recommendations. The read rights' twins are `visible_to` of the models."""

import rules

from accounts.rights import holds, holds_anywhere, institutions_where


@rules.predicate
def reads_recommendation(user, recommendation=None):
    """The same words as `Recommendation.objects.visible_to`; without one: whether the list exists."""
    if recommendation is None:
        return holds_anywhere(user, "recommendation", "r")
    return type(recommendation).objects.visible_to(user).filter(pk=recommendation.pk).exists()


@rules.predicate
def drafts_recommendation(user, recommendation):
    """Staff of the programme, until it is sent; the service refuses afterwards. Letters: the same people."""
    return holds(user, "recommendation draft", "w", recommendation.programme_id)


@rules.predicate
def promotes_output(user, output):
    """Staff of the programme."""
    return holds(user, "recommendation draft", "w", output.minutes.forum.programme_id)


@rules.predicate
def makes_ready(user, addressee):
    """A manager, by approving the minutes."""
    return holds(user, "minutes approval", "w", addressee.recommendation.programme_id)


@rules.predicate
def sends(user, addressee):
    """A manager of the programme."""
    return holds(user, "recommendation", "s", addressee.recommendation.programme_id)


@rules.predicate
def answers(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return addressee.institution_id in institutions_where(user, "response", "w") or holds(
        user, "response", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def reports_progress(user, addressee):
    """The institution's own representative, or staff on its behalf."""
    return addressee.institution_id in institutions_where(user, "progress", "w") or holds(
        user, "progress", "w", addressee.recommendation.programme_id
    )


@rules.predicate
def verifies(user, addressee):
    """A manager of the programme."""
    return holds(user, "verification", "w", addressee.recommendation.programme_id)


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
def confirms_response(user, response):
    """The institution itself, for what was said in the room."""
    return response.addressee.institution_id in institutions_where(user, "response", "w")


rules.add_perm("recommendations.view", reads_recommendation)
rules.add_perm("recommendations.draft", drafts_recommendation)
rules.add_perm("recommendations.promote", promotes_output)
rules.add_perm("recommendations.make_ready", makes_ready)
rules.add_perm("recommendations.send", sends)
rules.add_perm("recommendations.answer", answers)
rules.add_perm("recommendations.report_progress", reports_progress)
rules.add_perm("recommendations.verify", verifies)
rules.add_perm("recommendations.manage", manages)
rules.add_perm("recommendations.take_back", takes_back)
rules.add_perm("recommendations.confirm_guess", confirms_guess)
rules.add_perm("recommendations.confirm_response", confirms_response)
rules.add_perm("recommendations.record_letter", drafts_recommendation)
