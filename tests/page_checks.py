"""What every page that a test fetches must satisfy, whatever else the test is about."""

import copy
import functools
import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

FIELDS = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button"}
OURS = {"", "127.0.0.1:5000", "localhost:5000"}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def parse(html: str) -> Element:
    """The document, refusing what a strict HTML5 parser refuses."""
    return copy.deepcopy(_parsed(html))


@functools.lru_cache(maxsize=16)
def _parsed(html: str) -> Element:
    """A page is checked when it is fetched, then read by the test: it is parsed once."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(html)
    return document


def check_page(html: str, allowed_addresses: frozenset[str] = frozenset()) -> Element:
    """Valid HTML, French, a title, one h1, unique ids, labelled fields, nothing from a third party, no leaked address.

    ``allowed_addresses`` are the e-mail addresses that this page may show.
    """
    page = parse(html)
    assert page.get("lang") == "fr", "the page must say that it is in French"
    title = page.findtext("head/title") or ""
    assert title.strip(), "the page needs a title"
    assert len(page.findall(".//h1")) == 1, f"one h1, not {len(page.findall('.//h1'))}"
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"twice the same id: {sorted(i for i in ids if ids.count(i) > 1)}"
    _check_fields(page, set(ids))
    _check_links(page)
    text = " ".join(page.itertext())
    leaked = set(ADDRESS.findall(text)) - allowed_addresses
    assert not leaked, f"addresses that should not be there: {leaked}"
    return page


def _check_fields(page: Element, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in page.iter("label")}
    wrapped = {id(field) for label in page.iter("label") for field in label.iter() if field.tag in FIELDS}
    for field in page.iter():
        if field.tag in FIELDS and field.get("type") not in UNLABELLED_TYPES:
            has_label = field.get("id") in labelled or id(field) in wrapped or field.get("aria-label")
            assert has_label, f"a field without a label: {field.get('name')}"
        for reference in (field.get("aria-describedby") or "").split():
            assert reference in ids, f"aria-describedby names nothing: {reference}"
    for form in page.iter("form"):
        method = (form.get("method") or "get").lower()
        assert method in {"get", "post"}


def _check_links(page: Element) -> None:
    for element in page.iter():
        assert element.get("style") is None, "no inline style: the security policy refuses it"
        assert not any(name.startswith("on") for name in element.attrib), "no inline script"
        for name in ("src", "href", "action"):
            url = element.get(name) or ""
            parts = urlsplit(url)
            if parts.scheme in {"tel", "mailto", "sms"}:
                continue
            if element.tag == "a" and element.get("rel") and "external" in (element.get("rel") or ""):
                continue
            assert parts.netloc in OURS, f"a page never makes the browser call a third party: {url}"
