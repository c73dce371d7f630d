"""What leaves as a sheet: columns by name, rows read one by one. Who may have it asks `reports/services/exports.py`.

Figures come from `reports/figures` or, for a donor and an auditor, from the reports that were released; lists carry no
person; names come by `participants/privacy.py` and never with a contact.
"""

from reports.exports.figures import of_institutions, of_programme, of_released, of_report
from reports.exports.lists import LISTS
from reports.exports.names import names_of

__all__ = ["LISTS", "names_of", "of_institutions", "of_programme", "of_released", "of_report"]
