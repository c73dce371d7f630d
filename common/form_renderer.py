"""Fields without Django's templates for them: a list's filter has a hundred options, each of which would be two templates."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets/"
OPTION = f"{WIDGETS}select_option.html"
INPUTS = (
    *("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file"),
    *("search", "tel", "color"),
)


class FieldRenderer(DjangoTemplates):
    """Writes lists of choices and single-line fields itself, character for character as the templates would; all others by them."""

    def render(self, template_name: str, context: dict[str, Any], request=None) -> str:
        """The field's HTML."""
        write = WRITERS.get(template_name)
        written = write(context["widget"]) if write else None
        return super().render(template_name, context, request) if written is None else written


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    groups = []
    for group, options, _index in widget["optgroups"]:
        if any(option["template_name"] != OPTION for option in options):
            return None
        written = _joined(
            format_html(
                '\n  <option value="{}"{}>{}</option>\n',
                str(option["value"]),
                _attributes(option["attrs"]),
                localize(option["label"]),
            )
            for option in options
        )
        if group:
            written = format_html('\n  <optgroup label="{}">{}\n  </optgroup>', localize(group), written)
        groups.append(written)
    name, attributes = localize(widget["name"]), _attributes(widget["attrs"])
    return format_html('<select name="{}"{}>{}\n</select>', name, attributes, _joined(groups))


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    kind, name = localize(widget["type"]), localize(widget["name"])
    return format_html('<input type="{}" name="{}"{}{}>', kind, name, value, _attributes(widget["attrs"]))


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    """Names as they are shown, values as a machine reads them: `stringformat:"s"` in the templates."""
    return _joined(
        format_html(" {}", localize(name))
        if value is True
        else format_html(' {}="{}"', localize(name), str(value))
        for name, value in attributes.items()
        if value is not False
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


WRITERS: dict[str, Callable[[Mapping[str, Any]], SafeString | None]] = {
    f"{WIDGETS}select.html": _select,
    **{f"{WIDGETS}{name}.html": _input for name in INPUTS},
}
