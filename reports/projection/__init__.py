"""What one audience reads of one forum, as plain JSON: an allow-list, built up and never cut down.

Renderers and templates get this structure and nothing else: a model never reaches them. A narrower audience (`donor`) is
a projection of its own, which does not load what it may not carry.
"""

from reports.projection.forum import project_forum

__all__ = ["project_forum"]
