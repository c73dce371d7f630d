"""What somebody typed before the session ended, on its way back into the forms of the page.

The middleware of accounts lays it here for one request; every `HouseForm` that is shown takes its own fields from it.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar["KeptData | None"] = ContextVar("kept_form", default=None)


class KeptData:
    """The fields of one sending. `unclaimed()` are the texts that no form of the page took back."""

    def __init__(self, data):
        self.data, self.claimed = data, set()

    def fill(self, form) -> None:
        """Give an unbound form what was typed into it, if it is the one."""
        names = {form.add_prefix(name): name for name in form.fields}
        if form.is_bound or not {name for name in names if self.data.get(name)} - {"version"}:
            return
        for name, field in form.fields.items():
            full = form.add_prefix(name)
            form.initial[name] = field.widget.value_from_datadict(self.data, {}, full)
            # A widget of several inputs has names of its own.
            self.claimed |= {key for key in self.data if key == full or key.startswith(f"{full}_")}

    def unclaimed(self) -> list[str]:
        """Texts of fields that are in no form here, longest first."""
        left = {value for key in self.data if key not in self.claimed for value in self.data.getlist(key)}
        return sorted((text for text in left if " " in text.strip()), key=len, reverse=True)


@contextmanager
def handed_back(kept: KeptData):
    """Lay it ready for the forms that are made inside the block."""
    token = _current.set(kept)
    try:
        yield
    finally:
        _current.reset(token)


def fill_from_kept(form) -> None:
    """Called by every form of the house."""
    if (kept := _current.get()) is not None:
        kept.fill(form)
