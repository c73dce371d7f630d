"""Who may take what out as a sheet."""

import rules

from accounts.rights import holds, holds_anywhere, institutions_where


@rules.predicate
def exports_anything(user, subject=None):
    """Whoever reads figures in full or in aggregate, in some programme or for his institution."""
    return any(holds_anywhere(user, "export aggregates", letter) for letter in "ra")


@rules.predicate
def exports_full_figures(user, programme):
    """Manager and staff of the programme."""
    return holds(user, "export aggregates", "r", programme.pk)


@rules.predicate
def exports_figures(user, programme):
    """They, and donor and auditor what was released of it."""
    return exports_full_figures(user, programme) or holds(user, "export aggregates", "a", programme.pk)


@rules.predicate
def exports_own(user, subject=None):
    """A representative, for his institution."""
    return bool(institutions_where(user, "export aggregates", "a"))


@rules.predicate
def exports_lists(user, subject=None):
    """Manager and staff of some programme; which rows, the lists say."""
    return holds_anywhere(user, "export aggregates", "r")


@rules.predicate
def exports_names(user, programme):
    """A manager of the programme, with a reason and a second person."""
    return holds(user, "export with names", "x", programme.pk) and holds(
        user, "export with names", "t", programme.pk
    )


rules.add_perm("reports.export", exports_anything)
rules.add_perm("reports.export_full_figures", exports_full_figures)
rules.add_perm("reports.export_figures", exports_figures)
rules.add_perm("reports.export_own", exports_own)
rules.add_perm("reports.export_lists", exports_lists)
rules.add_perm("reports.export_names", exports_names)
