"""Every page that somebody may open in the scene, read as a browser reads it."""

import os
from html.parser import HTMLParser

from django.db import transaction

from tests.access import matrix, rows
from tests.sampling import share

ADDRESSES = matrix.addresses()
#: Whoever sees most pages, and those who see what others do not.
READERS = ("anonymous", "staff", "manager", "reviewer", "donor", "auditor", "administrator")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reading(HTMLParser):
    """Title, fields with the form that they are in, and what could run as code."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.title, self.fields, self.code, self.forms, self._in = "", [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._in.append(tag)
        if tag == "form":
            self.forms.append({**attributes, "fields": []})
        if tag in ("input", "textarea", "select", "button"):
            field = {"tag": tag, "in_form": len(self.forms) - 1 if "form" in self._in else None, **attributes}
            self.fields.append(field)
        if tag == "option" and self.fields:
            self.fields[-1].setdefault("options", []).append(attributes.get("value", ""))
            if "selected" in attributes or "value" not in self.fields[-1]:
                self.fields[-1]["value"] = attributes.get("value", "")
        self.code += self._code_in(tag, attributes)

    def handle_endtag(self, tag):
        while tag in self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data):
        inside = self._in[-1] if self._in else ""
        if inside == "title" and "svg" not in self._in:
            self.title += data
        if inside == "textarea" and self.fields:
            self.fields[-1]["value"] = self.fields[-1].get("value", "") + data

    @staticmethod
    def _code_in(tag, attributes):
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
            yield "a script in the page"
        if tag in (
            "style",
            "iframe",
            "object",
            "embed",
            "applet",
            "base",
            "marquee",
            "math",
            "video",
            "audio",
        ):
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                yield f"{tag} {name}={value[:40]}"
            start = "".join(value.split()).lower()
            if name in ("href", "src", "action", "formaction") and start.startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                yield f"{tag} {name}={value[:40]}"


def paths_of(name, scene):
    """Paths of the address for objects of the own side; two of them unless FULL."""
    kind = matrix.kind_of(name, ADDRESSES[name])
    if kind == "token":
        return []
    found = matrix.objects(kind, scene)
    wanted = [word for word in found if word != "absent" and not word.startswith("foreign.")]
    if not os.environ.get("FULL"):
        wanted = sorted({wanted[0], wanted[-1]}) if wanted else []
    return [matrix.path_of(name, ADDRESSES[name], found[word]) for word in wanted]


def pages(clients, scene, step=1):
    """(name, reader, path, text) of each page of HTML that one of them gets; of every so many addresses."""
    for name in share(sorted(ADDRESSES), step):
        for path in paths_of(name, scene):
            for reader, client in clients.items():
                with transaction.atomic():
                    answer = client.get(path)
                    transaction.set_rollback(True)
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    yield name, reader, path, answer.content.decode()


assert set(READERS) <= set(rows.ACTORS)
