"""A demo served for real, looked at with Debian's Chromium."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from waitress.server import create_server

from meetups import create_app
from meetups.database import db
from meetups.demo.loading import load_demo
from meetups.server.welcome import demo_links
from meetups.worker import Worker
from tests.conftest import make_settings, migrate
from tests.databases import free_port
from tests.factories import NOW

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded demo whose mails have arrived in its mailbox, made once and copied for each test."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    app = create_app(make_settings(f"sqlite:///{path}"))
    migrate(app)
    with app.app_context():
        load_demo(db.session(), now=NOW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return path


@dataclass
class Site:
    """A running demo: its address, and its application for what a test looks up beside the pages."""

    url: str
    app: Flask
    links: dict[str, str] = field(default_factory=dict)
    """The three links that ``make run`` prints: organiser, professional, town hall."""

    def deliver(self) -> None:
        """What the worker does each second: every due mail leaves, here into the demo's mailbox."""
        with self.app.app_context():
            Worker(self.app).run_once()


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    """Serve ``app`` in a thread for the time of the block."""
    server = create_server(app, host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        thread.join(timeout=10)


@contextmanager
def running(database: Path) -> Iterator[Site]:
    """The application on this SQLite file, on a free port, with the demo's links if it is one."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = create_app(make_settings(f"sqlite:///{database}", base_url=url, port=port))
    with app.app_context():
        urls = [url for _, url in demo_links(db.session(), NOW)]
        links = dict(zip(("organiser", "professional", "host"), urls, strict=False))
        db.session.remove()
    with served(app, port):
        yield Site(url, app, links)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(demo_file: Path, tmp_path: Path) -> Iterator[Site]:
    """A demo of its own for each test, on a free port."""
    copy = tmp_path / "demo.db"
    shutil.copy(demo_file, copy)
    with running(copy) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """What a page must never do: complain, or call anyone but us."""

    site: str
    complaints: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Errors of the console, refusals of the security policy among them; a status is the test's business."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def request(self, request: Request) -> None:
        """A page never makes the browser call a third party."""
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.complaints.append(f"called {request.url}")


@contextmanager
def opened(browser: Browser, site: Site, **options: object) -> Iterator[Page]:
    """A page in a context of its own; fails at the end if it complained or called anyone else."""
    context = browser.new_context(base_url=site.url, locale="fr-FR", timezone_id="Europe/Paris", **options)  # type: ignore[arg-type]
    page = context.new_page()
    watched = Watched(site.url)
    page.on("console", watched.console)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    context.on("request", watched.request)
    try:
        yield page
    finally:
        context.close()
    assert watched.complaints == []


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """A professional's telephone, 390 pixels wide."""
    with opened(browser, site, viewport=PHONE, has_touch=True) as page:
        yield page


@pytest.fixture
def laptop(browser: Browser, site: Site) -> Iterator[Page]:
    """An organiser's laptop, signed in by the demo's link."""
    with opened(browser, site, viewport=LAPTOP) as page:
        page.goto(site.links["organiser"])
        page.get_by_role("main").get_by_role("button").click()
        page.wait_for_url("**/organisation")
        yield page


def check_accessibility(page: Page, *, only: Sequence[str] = ()) -> None:
    """No axe violation (WCAG 2.2 AA and good practice, or ``only`` these rules), and nothing wider than the screen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    # Nothing that we check needs axe to fetch the style sheets again.
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(only)} if only else {})
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    said = [f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']][:3]}" for rule in found]
    assert said == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the screen"
