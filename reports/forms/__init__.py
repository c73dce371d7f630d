"""Forms of reports: of checking one, of documents, of a programme's report for a period, of sheets."""

from reports.forms.check import CheckForm
from reports.forms.documents import ForumPdfForm, LibraryForm, PeriodForm, ReleaseForm
from reports.forms.exports import ExportForm, FiguresForm, ListForm
from reports.forms.outcomes import PrepareOutcomesForm
from reports.forms.periods import PreparePeriodForm

__all__ = [
    "CheckForm",
    "ExportForm",
    "FiguresForm",
    "ForumPdfForm",
    "LibraryForm",
    "ListForm",
    "PeriodForm",
    "PrepareOutcomesForm",
    "PreparePeriodForm",
    "ReleaseForm",
]
