"""What the editor's forms share: layout of details. Saving and a stale version: `common/editing.py`."""

from crispy_forms.layout import Div

from common.editing import EditorForm

__all__ = ["Details", "EditorForm"]


class Details(Div):
    """Fields that are seldom needed, folded away; open where one of them holds something or is wrong."""

    template = "forums/editor/_details.html"

    def __init__(self, summary, *fields, names=()):
        super().__init__(*fields)
        self.summary, self.names = summary, names

    def render(self, form, context, template_pack="bootstrap5", **kwargs):
        """Decide whether to open before the fields are drawn."""
        self.open = any(name in form.errors or self._holds(form, name) for name in self.names)
        return super().render(form, context, template_pack=template_pack, **kwargs)

    @staticmethod
    def _holds(form, name):
        value = form[name].value()
        return bool(value) and value != form.fields[name].initial
