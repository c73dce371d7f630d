"""Who may do what with programmes, forums and minutes. Each read right's twin is `visible_to` of its model."""

from forums.rules import minutes, planning, programmes

__all__ = ["minutes", "planning", "programmes"]
