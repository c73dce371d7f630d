"""The figures of one forum, or of a programme in a period: the one place where a number of a report is made.

Computed from forum or programme, period and audience, never from who asks: `visible_to` decides only who may
open the list behind a number. The same object is shown by pages, PDF, sheets and charts, and goes to JSON and back.
"""

from reports.figures.compute import forum_figures, programme_figures
from reports.figures.home import HomeFigures, figures_so_far
from reports.figures.lateness import Lateness, lateness
from reports.figures.shapes import Figures, Row, Table, percent

__all__ = [
    "Figures",
    "HomeFigures",
    "Lateness",
    "Row",
    "Table",
    "figures_so_far",
    "forum_figures",
    "lateness",
    "percent",
    "programme_figures",
]
