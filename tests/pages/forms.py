"""What a browser without JavaScript would send of a form, as it stands on the page."""

from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.conftest import CheckingClient
from tests.page_checks import parse

MEETUPS = "/organisation/rencontres"


def text_of(response: TestResponse) -> str:
    """What a reader sees of the main part, on one line, no-break spaces made plain."""
    main = parse(response.text).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).replace("\u00a0", " ").split())


def form_at(response: TestResponse, action: str) -> Element:
    """The form of the page that posts to ``action``: the first one."""
    forms = [form for form in parse(response.text).iter("form") if form.get("action") == action]
    assert forms, f"no form posts to {action}"
    return forms[0]


def fields_of(form: Element) -> dict[str, str]:
    """Names and values, without the buttons."""
    values: dict[str, str] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or (field.tag == "input" and kind == "submit"):
            continue
        if field.tag == "input" and (kind not in {"radio", "checkbox"} or field.get("checked") is not None):
            values[name] = field.get("value") or ""
        elif field.tag == "textarea":
            values[name] = (field.text or "").removeprefix("\r\n").removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values[name] = (chosen[0].get("value") or "") if chosen else ""
    return values


def submit(
    browser: CheckingClient, page: str, action: str | None = None, *, follow: bool = False, **changes: str
) -> TestResponse:
    """Open ``page``, change some fields of its form, send it."""
    action = action or page
    shown = browser.get(page)
    assert shown.status_code == 200, f"{page} answers {shown.status_code} {shown.location}"
    values = fields_of(form_at(shown, action)) | changes
    return browser.post(action, data=values, follow_redirects=follow)
