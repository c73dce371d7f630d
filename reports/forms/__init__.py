"""Forms of reports: of checking one, of documents, of a programme's report for a period, of sheets."""

from reports.forms.check import CheckForm
from reports.forms.documents import ForumPdfForm, LibraryForm, PeriodForm, PrepareDonorForm, ReleaseForm
from reports.forms.exports import ExportForm, FiguresForm, ListForm
from reports.forms.periods import PreparePeriodForm

__all__ = [
    "CheckForm",
    "ExportForm",
    "FiguresForm",
    "ForumPdfForm",
    "LibraryForm",
    "ListForm",
    "PeriodForm",
    "PrepareDonorForm",
    "PreparePeriodForm",
    "ReleaseForm",
]
