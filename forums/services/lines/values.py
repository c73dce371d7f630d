"""An output as the editor's script sees it: plain values that can be compared."""

from common.arabic import text_direction
from forums.models import Output

#: What a line is made of; who said it is no part of it.
FIELDS = ("kind", "text", "themes", "said_by", "attribution", "language", "translation")
_WORDS = {"text", "translation"}


def normal(field: str, value):
    """One value in the shape in which it is stored, so that comparing it asks for nothing but what it says.

    Lines end as browsers write them; half a character (a text cut within an emoji) becomes the sign for one that
    cannot be read; the order of themes is that of their list.
    """
    if field in _WORDS:
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field == "themes":
        return sorted(set(value))
    return value


def language_of(text: str) -> str:
    """The language of a text, by its letters."""
    return Output.Language.ENGLISH if text_direction(text) == "ltr" else Output.Language.ARABIC


def line_values(output) -> dict:
    """The fields of one output."""
    side = output.spoken_by
    if output.spoken_by_category:
        side = f"category:{output.spoken_by_category.code}"
    found = {
        "kind": output.kind,
        "text": output.text,
        "themes": [theme.code for theme in output.themes.all()],
        "said_by": side,
        "attribution": output.attribution,
        "language": output.language,
        "translation": output.translation,
    }
    return {field: normal(field, value) for field, value in found.items()}


def lines_of(outputs) -> list[dict]:
    """The lines of a draft in their order, those taken out last. `outputs` as `OutputQuerySet.as_lines` reads them."""
    lines = [
        {
            "id": str(output.public_id),
            **line_values(output),
            "removed": output.removed_at is not None,
            "version": output.version,
            "asks": output.open_asks,
        }
        for output in outputs
    ]
    return sorted(lines, key=lambda line: line["removed"])
