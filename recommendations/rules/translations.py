"""Who puts what was said into the other language, and who says that the translation is right."""

import rules

from accounts.rights import holds, holds_anywhere
from recommendations.texts import kind_of


@rules.predicate
def translates(user, row=None):
    """The office of the programme; without a row: of any."""
    if row is None:
        return holds_anywhere(user, "translation", "w")
    return holds(user, "translation", "w", kind_of(row).programme_of(row).pk)


@rules.predicate
def checks_translation(user, row):
    """Somebody of the office who did not write it. Who wrote one that came with its text nobody knows."""
    return translates(user, row) and row.translated_by_id != user.pk


rules.add_perm("recommendations.translate", translates)
rules.add_perm("recommendations.check_translation", checks_translation)
