"""What one audience reads of a programme in a period, as plain JSON; forums, people, outputs, asks, indicators, changes.

The donor's keys lie inside the internal ones. Each part is built from an allow-list for its audience, never cut down.
"""

from reports.projection.period.build import SCHEMA, project_period
from reports.projection.period.scope import Span, shown_answers

__all__ = ["SCHEMA", "Span", "project_period", "shown_answers"]
