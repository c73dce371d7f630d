"""`manage.py shots`: a picture of every page, as each role that sees it, in both languages, wide and on the phone."""

import html
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from forums.models import Forum
from reports.auditing import issue_daily_head
from reports.demo.accounts import PASSWORD, require_demo_database
from reports.demo.documents import release_documents
from reports.demo.sheets import ensure_sheets
from reports.models import Rendering, Report
from reports.pages import PAGES
from reports.services.prepare import prepare_forum_report
from reports.services.rendering import enqueue_render

WIDTHS = (1280, 360)
LANGUAGES = ("ar", "en")
#: Chromium as root in a container needs no sandbox; it sees our own pages only.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def find_chromium() -> str | None:
    """Path of Chromium: the environment's CHROMIUM, else one that the system has, the lighter one first."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def serve(port: int | None = None, **environment):
    """The portal on a free port while the block runs, in this process's environment; gives its address."""
    if port is None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603  our own server
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi:application",
            "--bind",
            f"127.0.0.1:{port}",
            "--threads",
            "2",
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(server, address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(server, address):
    for _ in range(150):
        if server.poll() is not None:
            raise CommandError("The server ended before it answered.")
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310  our own address
            return
        except OSError:
            time.sleep(0.2)
    raise CommandError("The server does not answer.")


def sign_in(page, address: str, username: str, password: str = PASSWORD) -> None:
    """Sign in through the page, as a person does. Raises CommandError where the page refuses."""
    page.goto(f"{address}/accounts/login/")
    page.fill('input[name="login"]', username)
    page.fill('input[name="password"]', password)
    page.press('input[name="password"]', "Enter")
    page.wait_for_load_state()
    if "/accounts/login/" in page.url:
        raise CommandError(f"«{username}» could not sign in.")


def visit(page, url: str, password: str = PASSWORD):
    """Open an address and give the answer; pages of the second factor ask for the password once more first."""
    answer = page.goto(url)
    if "/accounts/reauthenticate/" in page.url:
        page.fill('input[name="password"]', password)
        page.press('input[name="password"]', "Enter")
        page.wait_for_load_state()
        answer = page.goto(url)
    return answer


def new_context(browser, address: str, *, language: str, width: int = 1280):
    """A browser window in one language, without motion."""
    # The offline page cannot read our cookie: it asks the browser for its language.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", locale=language
    )
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
    return context


def ensure_report() -> None:
    """Freeze one report where there is none, and ask for its file, so that their pages have something to tell of."""
    forum = Forum.objects.approved().order_by("pk").first()
    if forum is not None and not Report.objects.exists():
        prepare_forum_report(actor=None, forum=forum, audience=Report.Audience.INTERNAL, language="ar")
    report, writer = Report.objects.order_by("pk").first(), User.objects.filter(username="staff").first()
    if report is not None and writer is not None and not Rendering.objects.exists():
        enqueue_render(report=report, actor=writer)
    if manager := User.objects.filter(username="manager").first():
        release_documents(manager=manager)
    ensure_sheets()


def scrolls_sideways(page) -> bool:
    """Whether a reader would have to push the page sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


class Command(BaseCommand):
    """Needs a filled demo database (`make shots` makes one) and Chromium. Fails on a page that scrolls sideways."""

    help = "Take pictures of every page into var/shots/."

    def add_arguments(self, parser):
        parser.add_argument("--only", default="", help="only pages whose name holds this")

    def handle(self, *args, only, **options):
        from playwright.sync_api import sync_playwright

        # Playwright's loop makes Django think that it runs in an asynchronous view.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        require_demo_database()
        ensure_report()
        issue_daily_head()
        chromium = find_chromium()
        if not chromium:
            raise CommandError("No Chromium here; CHROMIUM may name one.")
        self.folder = settings.VAR_DIR / "shots"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.taken, self.problems, self.only = [], [], only
        with serve() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
            for role in dict.fromkeys(role for page in PAGES for role in page.roles):
                for language in LANGUAGES:
                    self.take_role(browser, address, role, language)
            browser.close()
        self.write_index()
        for problem in self.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{len(self.taken)} pictures.")
        if self.problems:
            raise CommandError(f"{len(self.problems)} pages are not as they should be.")

    def take_role(self, browser, address, role, language):
        """All pages of one role in one language."""
        user = User.objects.filter(username=role).first()
        context = new_context(browser, address, language=language)
        window = context.new_page()
        if role:
            sign_in(window, address, role)
        for page in PAGES:
            name = page.name_for(role)
            if role not in page.roles or self.only not in name:
                continue
            path = page.path_for(user)
            if path is None:
                self.problems.append(f"{name}: the demo has nothing to show there")
                continue
            self.take(window, address + path, f"{name}.{language}")
        context.close()

    def take(self, window, url, name):
        """The page at each width; what is wrong goes into `problems`."""
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 900})
            answer = visit(window, url)
            if answer.status != 200 or window.url != url:
                self.problems.append(f"{name}: answers {answer.status} and leads to {window.url}")
                return
            if scrolls_sideways(window):
                self.problems.append(f"{name}: scrolls sideways at {width} px")
            file = f"{name}.{width}.png"
            window.screenshot(path=self.folder / file, full_page=True)
            self.taken.append(file)

    def write_index(self):
        """A page that shows them all."""
        figures = "".join(
            f'<figure><a href="{html.escape(file)}"><img src="{html.escape(file)}" height="400" loading="lazy" alt="">'
            f"</a><figcaption>{html.escape(file)}</figcaption></figure>"
            for file in sorted(self.taken)
        )
        style = "body{font:14px sans-serif}figure{display:inline-block;margin:8px;vertical-align:top}"
        page = f'<!doctype html><meta charset="utf-8"><title>Muntada</title><style>{style}</style>{figures}'
        (Path(self.folder) / "index.html").write_text(page, encoding="utf-8")
