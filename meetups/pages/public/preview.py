"""The one address of a public page, and what a link to it shows where it is shared (ogp.me)."""

from dataclasses import dataclass

from meetups.web.links import absolute_url

IMAGE = "img/partage.png"


@dataclass(frozen=True)
class Preview:
    """Absolute addresses: whoever reads them is elsewhere."""

    url: str
    image: str


def preview_of(endpoint: str, **values: str | int) -> Preview:
    """Of a page, without whatever the reader's own address added."""
    return Preview(absolute_url(endpoint, **values), absolute_url("static", filename=IMAGE))
