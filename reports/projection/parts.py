"""One content for a document in both languages: what stands alike in both once, and each language's projection whole."""

from collections.abc import Callable

from reports.models import Report

#: what does not depend on the language of the document
_SHARED = ("schema", "kind", "audience", "is_demo", "as_of", "figures", "shares", "withheld")
_LISTED = ("untranslated", "left_out")


def in_languages(language: str, project: Callable[[str], dict]) -> dict:
    """What `project` makes in one language, or in each, under one roof. Raises ValueError for an unknown language."""
    if language not in Report.Language.values:
        raise ValueError(f"unknown language {language!r}, not one of {', '.join(Report.Language.values)}")
    if language != Report.Language.BOTH:
        return project(language)
    parts = {one: project(one) for one in Report.languages_of(language)}
    first = parts["ar"]
    return {
        **{name: first[name] for name in _SHARED},
        "language": language,
        **{name: [place for part in parts.values() for place in part[name]] for name in _LISTED},
        "parts": parts,
    }


def parts_of(content: dict) -> list[dict]:
    """The projections of a frozen content in the order of the document: one, or the Arabic and the English one."""
    parts = content.get("parts")
    return [content] if parts is None else [parts["ar"], parts["en"]]


def part_in(content: dict, language: str) -> dict:
    """The projection in this language; the one there is, where the document has another."""
    return content.get("parts", {}).get(language, parts_of(content)[0])
