"""Who may do what with the audit record, with refusals, and with the machine's work."""

import rules

from accounts.rights import administers, holds_anywhere


@rules.predicate
def watches_tasks(user, task=None):
    """An administrator."""
    return administers(user, "background work", "r")


@rules.predicate
def opens_record(user, entry=None):
    """Who is in the back office sees his own acts there, and of others those that he keeps or reads."""
    return administers(user, "accounts", "w")


@rules.predicate
def reads_record(user, entry=None):
    """Of one's own acts everybody with a role; whose else, `reports.auditing.entries_for` says."""
    return holds_anywhere(user, "audit record", "o") or reads_others_acts(user)


@rules.predicate
def reads_others_acts(user, entry=None):
    """A manager and an auditor, those of their programmes."""
    return holds_anywhere(user, "audit record", "r")


@rules.predicate
def verifies_record(user, entry=None):
    """An auditor: the chain is one for the whole installation, and its hashes tell nothing."""
    return holds_anywhere(user, "audit record", "v")


@rules.predicate
def reads_refusals(user, refusal=None):
    """An auditor of their accounts, an administrator of all; which, `Refusal.objects.visible_to` says."""
    return holds_anywhere(user, "refusals", "r")


rules.add_perm("reports.view_tasks", watches_tasks)
rules.add_perm("reports.view_audit", opens_record)
rules.add_perm("reports.view_record", reads_record)
rules.add_perm("reports.export_record", reads_others_acts)
rules.add_perm("reports.verify_record", verifies_record)
rules.add_perm("reports.view_refusals", reads_refusals)
