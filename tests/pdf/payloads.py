"""Documents that try to read files, to call servers or to carry attachments, for tests and for `bench/pdf.py`."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# The smallest picture: one grey pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAHXfCXAAAAABJRU5ErkJggg=="
)


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A port that counts who calls and sends them on to a file: (address, calls)."""
    listener = socket.create_server(("127.0.0.1", 0))
    calls: list[bytes] = []

    def answer():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                calls.append(connection.recv(100))
                connection.sendall(b"HTTP/1.0 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", calls
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def page(body: str, head: str = "") -> str:
    """A document with this body."""
    return f'<html lang="ar" dir="rtl"><head>{head}</head><body><p>نص</p>{body}</body></html>'


def image(address: str) -> str:
    """A document with a picture from there."""
    return page(f'<img alt="صورة" src="{address}">')


#: name → document that asks for something at this address, by ways that the engine knows: none comes out
CALLS = {
    "image": lambda host: image(f"http://{host}/x.png"),
    "secure image": lambda host: image(f"https://{host}/x.png"),
    "upper case": lambda host: image(f"HTTP://{host}/x.png"),
    "no scheme": lambda host: image(f"//{host}/x.png"),
    "ftp": lambda host: image(f"ftp://{host}/x.png"),
    "style sheet": lambda host: page("", f'<link rel="stylesheet" href="http://{host}/x.css">'),
    "import": lambda host: page("", f"<style>@import url(http://{host}/x.css);</style>"),
    "import in data": lambda host: page(
        "", f'<link rel="stylesheet" href="data:text/css,@import%20url(http://{host}/x.css);">'
    ),
    "background": lambda host: page("", f"<style>body{{background:url(http://{host}/x.png)}}</style>"),
    "font": lambda host: page(
        "", f"<style>@font-face{{font-family:a;src:url(http://{host}/x.ttf)}}body{{font-family:a}}</style>"
    ),
    "image in a drawing": lambda host: page(
        f'<svg width="9" height="9" viewBox="0 0 9 9"><title>t</title><image href="http://{host}/x.png" width="9" height="9"/></svg>'
    ),
    "drawing in data": lambda host: image(
        "data:image/svg+xml;base64,"
        + base64.b64encode(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://{host}/x.png" width="9" height="9"/></svg>'.encode()
        ).decode()
    ),
    "attachment": lambda host: page("", f'<link rel="attachment" href="http://{host}/x">'),
}

#: the same by ways of browsers and of old, which the engine does not go today and may go tomorrow
UNHEARD = {
    "object": lambda host: page(f'<object data="http://{host}/x.svg"></object>'),
    "embed": lambda host: page(f'<embed src="http://{host}/x.svg">'),
    "frame": lambda host: page(f'<iframe src="http://{host}/x.html"></iframe>'),
    "source set": lambda host: page(f'<img alt="صورة" srcset="http://{host}/x.png 1x">'),
    "picture": lambda host: page(f'<picture><source srcset="http://{host}/x.png"><img alt="صورة"></picture>'),
    "video": lambda host: page(f'<video poster="http://{host}/x.png" src="http://{host}/x.mp4"></video>'),
    "button": lambda host: page(f'<input type="image" alt="زر" src="http://{host}/x.png">'),
    "script": lambda host: page(f'<script src="http://{host}/x.js"></script>'),
    "base": lambda host: page('<img alt="صورة" src="x.png">', f'<base href="http://{host}/">'),
    "refresh": lambda host: page("", f'<meta http-equiv="refresh" content="0;url=http://{host}/x">'),
    "icon": lambda host: page("", f'<link rel="icon" href="http://{host}/x.png">'),
    "preload": lambda host: page("", f'<link rel="preload" as="image" href="http://{host}/x.png">'),
    "old background": lambda host: page(
        f'<table background="http://{host}/x.png"><tr><td>x</td></tr></table>'
    ),
    "ping": lambda host: page(f'<a href="https://example.org/" ping="http://{host}/x">هنا</a>'),
    "list marker": lambda host: page(
        "<ul><li>نص</li></ul>", f"<style>li{{list-style-image:url(http://{host}/x.png)}}</style>"
    ),
    "generated content": lambda host: page(
        "", f"<style>p::before{{content:url(http://{host}/x.png)}}</style>"
    ),
    "border": lambda host: page(
        "", f"<style>p{{border:9px solid;border-image:url(http://{host}/x.png) 9}}</style>"
    ),
    "mask": lambda host: page("", f"<style>p{{mask:url(http://{host}/x.svg)}}</style>"),
    "shape": lambda host: page("", f"<style>p{{float:right;shape-outside:url(http://{host}/x.png)}}</style>"),
    "pointer": lambda host: page("", f"<style>p{{cursor:url(http://{host}/x.png),auto}}</style>"),
    "margin box": lambda host: page(
        "", f"<style>@page{{@top-left{{content:url(http://{host}/x.png)}}}}</style>"
    ),
    "paper": lambda host: page("", f"<style>@page{{background:url(http://{host}/x.png)}}</style>"),
    "image set": lambda host: page("", f'<style>p{{background:image-set("http://{host}/x.png" 1x)}}</style>'),
    "drawing used from elsewhere": lambda host: page(
        f'<svg width="9" height="9" viewBox="0 0 9 9"><title>t</title><use href="http://{host}/x.svg#a"/></svg>'
    ),
    "filter of a drawing": lambda host: page(
        '<svg width="9" height="9" viewBox="0 0 9 9"><title>t</title><filter id="f">'
        f'<feImage href="http://{host}/x.png"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>'
    ),
    "style of a drawing": lambda host: page(
        f'<svg width="9" height="9" viewBox="0 0 9 9"><title>t</title><style>@import url(http://{host}/x.css);'
        '</style><rect width="9" height="9"/></svg>'
    ),
    "foreign object": lambda host: page(
        '<svg width="9" height="9" viewBox="0 0 9 9"><title>t</title><foreignObject width="9" height="9">'
        f'<img alt="صورة" xmlns="http://www.w3.org/1999/xhtml" src="http://{host}/x.png"/></foreignObject></svg>'
    ),
    "entity": lambda host: f'<!DOCTYPE html [<!ENTITY x SYSTEM "http://{host}/x">]>' + page("<p>&x;</p>"),
    "type of document": lambda host: (
        f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://{host}/x.dtd">' + page("")
    ),
    "style sheet of XML": lambda host: (
        f'<?xml-stylesheet href="http://{host}/x.css" type="text/css"?>' + page("")
    ),
    "included": lambda host: page(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://{host}/x.xml"/>'
    ),
}

#: name → document that would carry a file
ATTACHMENTS = {
    "link": page("", '<link rel="attachment" href="file:///etc/passwd">'),
    "anchor": page('<a rel="attachment" href="file:///etc/passwd">ملف</a>'),
    "link to data": page("", '<link rel="attachment" href="data:text/plain,x">'),
    "anchor to data": page('<a rel="attachment" href="data:text/plain,x">ملف</a>'),
    "link to an own file": page("", '<link rel="attachment" href="logo.png">'),
    "anchor to an own file": page('<a rel="attachment" href="logo.png">ملف</a>'),
}
