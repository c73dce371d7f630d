"""What a document was made with: kept with it at its release, and beside it what would make it today.

The HTML that is typeset has a digest of its own, so that a change is looked for only where it could have worked: in what
writes the HTML, or in what typesets it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import get_template

from common.pdf import engine_versions, font_digests
from reports.document import document_html
from reports.models import Report
from reports.papers import templates_of
from reports.rendering import sheets_of

#: The programs that write the HTML, and those that typeset it, as patterns below the portal's folder.
WRITING = (
    *("reports/document.py", "reports/papers.py", "reports/rendering*", "reports/charts.py"),
    *("reports/period_document.py", "reports/projection/parts.py", "reports/templatetags"),
    *("reports/figures", "reports/projection/donor/withheld.py", "reports/models/report.py"),
    *("common/templatetags", "common/arabic*", "common/foreign.py", "common/dates"),
    *("common/printed_codes.py", "reports/printed_urls.py"),
)
TYPESETTING = ("common/pdf",)
#: Packages that the HTML is written with.
WRITERS = ("segno", "hijridate")
_INCLUDED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
#: Enough to tell two versions of a file of ours apart.
_SHORT = 16

Kept = dict[str, str | dict[str, str]]


def made_with(report: Report) -> Kept:
    """All that the bytes of this report depend on besides its frozen content, by name; plain JSON of digests and versions."""
    return {
        "html": html_digest(report),
        "site": settings.SITE_URL,
        "programme": report.programme.code,
        "words": _words(report.languages),
        "writers": _writers(),
        "templates": _templates(report),
        "writing": _programs(WRITING),
        "engine": engine_versions(),
        "fonts": font_digests(),
        "sheets": {path.name: _of_bytes(path.read_bytes()) for path in sheets_of(report)},
        "typesetting": _programs(TYPESETTING),
    }


#: What can change the HTML; the other parts can change what becomes of it.
OF_HTML = ("site", "programme", "words", "writers", "templates", "writing")
OF_TYPESETTING = ("engine", "fonts", "sheets", "typesetting")


def html_digest(report: Report) -> str:
    """SHA-256 of the HTML, without and with a table of contents: which one is typeset depends on its length."""
    both = [document_html(report, contents=contents, releasing=True) for contents in (False, True)]
    return hashlib.sha256("\0".join(both).encode()).hexdigest()


def changes(kept: Kept, now: Kept) -> list[str]:
    """In English, each component that could have changed the file and is another one now; empty: nothing known did."""
    typesetting = list(_named(OF_TYPESETTING, kept, now))
    if kept["html"] == now["html"]:
        return typesetting
    # Other HTML by the same programs from the same words: no typesetter explains that.
    writing = list(_named(OF_HTML, kept, now))
    return [*writing, *typesetting] if writing else []


def fingerprint(kept: Kept) -> str:
    """SHA-256 of what is kept, which the entry of the release carries."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def summary(kept: Kept) -> dict:
    """For the report's page: names with versions, names of fonts with the first digits, one print for all that is ours."""
    if not kept:
        return {}
    own = {part: kept[part] for part in ("templates", "sheets", "writing", "typesetting", "words")}
    return {
        "engine": [(name, version) for name, version in kept["engine"].items()],
        "fonts": [(name, digest[:12]) for name, digest in kept["fonts"].items()],
        "own": fingerprint(own)[:12],
        "files": sum(len(kept[part]) for part in ("templates", "sheets", "writing", "typesetting")),
    }


def _named(parts: Iterable[str], kept: Kept, now: Kept) -> Iterator[str]:
    for part in parts:
        before, after = kept.get(part, {}), now[part]
        if isinstance(after, str):
            if before != after:
                yield _single(part, before, after)
            continue
        for name in sorted({*before, *after}):
            was, is_now = before.get(name, ""), after.get(name, "")
            if was != is_now:
                yield _several(part, name, was, is_now)


def _single(part, before, after) -> str:
    if part == "words":
        return "words of the portal"
    return f"{_SINGLE[part]} {before} → {after}"


_SINGLE = {"site": "address of the portal", "programme": "code of the programme"}


def _several(part, name, was, is_now) -> str:
    if part in ("engine", "writers"):
        return f"{name} {was or 'absent'} → {is_now or 'absent'}"
    shown = f"font {name}" if part == "fonts" else name
    if not was or not is_now:
        return f"{shown} {'added' if is_now else 'gone'}"
    return shown


def _writers() -> dict[str, str]:
    from importlib.metadata import version

    return {"django": django.get_version(), **{name: version(name) for name in WRITERS}}


def _words(languages) -> str:
    """Of the compiled messages; those of the language in which they are written stand in the programs themselves."""
    files = [
        Path(folder) / language / "LC_MESSAGES" / "django.mo"
        for language in languages
        for folder in settings.LOCALE_PATHS
    ]
    return _of_bytes(b"".join(path.read_bytes() for path in files if path.exists()))


def _templates(report) -> dict[str, str]:
    """Those that its paper names and all that they include by name, and those in turn."""
    found: dict[str, str] = {}
    open_ones = templates_of(report)
    while open_ones:
        name = open_ones.pop()
        if name not in found:
            source = get_template(name).template.source
            found[name] = _of_bytes(source.encode())
            open_ones += _INCLUDED.findall(source)
    return dict(sorted(found.items()))


def _programs(patterns) -> dict[str, str]:
    base = Path(settings.BASE_DIR)
    paths = {path for pattern in patterns for path in _files(pattern)}
    return {str(path.relative_to(base)): _of_bytes(path.read_bytes()) for path in sorted(paths)}


def _files(pattern) -> Iterator[Path]:
    for path in Path(settings.BASE_DIR).glob(pattern):
        if path.suffix == ".py":
            yield path
        elif path.is_dir():
            yield from path.rglob("*.py")


def _of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_SHORT]
