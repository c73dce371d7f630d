"""Who may do what to accounts. Each read right's twin is `visible_to` of its model."""

from accounts.rules import acts, keeping, naming

__all__ = ["acts", "keeping", "naming"]
