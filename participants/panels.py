"""What apps on the left add to the pages of a person and of an institution: they register a panel at start-up, since
imports go right only.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A template and what it is given as `panel`. `read(user, subject)` gives None where there is nothing to show."""

    template: str
    read: Callable[..., object]
    of: str
    last: bool = False


_panels: list[Panel] = []


def register_panel(
    template: str, read: Callable[..., object], *, of: str = "person", last: bool = False
) -> None:
    """Add a panel to the page `of` a person or an institution; called once, from an app's `ready`.

    `read` shows nothing that this reader may not see. `last`: below those of all apps.
    """
    _panels.append(Panel(template, read, of, last))


def panels_for(*, user, subject, of: str = "person") -> list[tuple[str, object]]:
    """(template, content) of the panels that have something to show, in the order in which apps were loaded."""
    panels = sorted((panel for panel in _panels if panel.of == of), key=lambda one: one.last)
    found = [(panel.template, panel.read(user, subject)) for panel in panels]
    return [(template, content) for template, content in found if content]
