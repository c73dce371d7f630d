"""Acts of two persons: who decides, and who then does."""

import rules

from accounts.rules.keeping import signed_in


@rules.predicate
def decides_act(user, request=None):
    """The second person: not the one who asked; who may be it, `TwoPersonAct.objects.awaiting` says."""
    if request is None:
        return any(membership.may_be_second for membership in user.current_memberships)
    return type(request).objects.awaiting(user).filter(pk=request.pk).exists()


@rules.predicate
def does_act(user, request):
    """The one who asked, and nobody for him."""
    return signed_in(user) and request.asked_by_id == user.pk


rules.add_perm("accounts.decide_act", decides_act)
rules.add_perm("accounts.do_act", does_act)
