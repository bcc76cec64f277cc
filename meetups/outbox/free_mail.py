"""Addresses of free mail providers: only the provider itself may send in their name (their DMARC policies say so)."""

from urllib.parse import urlsplit

_PROVIDERS = {
    "gmail.com": "gmail.com googlemail.com google.com",
    "outlook.com": "outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com office365.com",
    "yahoo.com": "yahoo.com yahoo.fr ymail.com aol.com",
    "orange.fr": "orange.fr wanadoo.fr",
    "sfr.fr": "sfr.fr neuf.fr club-internet.fr numericable.fr",
    "free.fr": "free.fr aliceadsl.fr online.net",
    "laposte.net": "laposte.net",
    "bbox.fr": "bbox.fr",
    "icloud.com": "icloud.com me.com mac.com",
    "gmx.com": "gmx.com gmx.fr gmx.net",
    "proton.me": "proton.me protonmail.com protonmail.ch pm.me",
}
"""One provider a line: the domains of its addresses and of its servers."""
_FAMILY = {domain: name for name, domains in _PROVIDERS.items() for domain in domains.split()}


def is_sent_by_another(mail_from: str, smtp_url: str) -> bool:
    """Whether ``mail_from`` is a free address that another provider's server would send: it would be refused."""
    family = _FAMILY.get(mail_from.rpartition("@")[2].lower())
    return family is not None and _family_of_host(urlsplit(smtp_url).hostname or "") != family


def _family_of_host(host: str) -> str | None:
    """« smtp.gmail.com » → gmail.com, by the longest known end."""
    labels = host.lower().rstrip(".").split(".")
    ends = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_FAMILY[end] for end in ends if end in _FAMILY), None)
