"""What our own mail server says about who sent a mail (RFC 8601).

Anybody can write an Authentication-Results line, also one that bears our server's name. Servers add theirs above what
they received, and must remove those that bear their name (section 5), but not all do. So only **the topmost line with
our server's name** is read: a mail cannot bring one that stands above what our server adds. Its place beside Received
says no more, since Postfix filters write above it, Gmail and Rspamd below. A server that writes several lines is
believed for the topmost alone. MAIL_AUTHSERV_ID must therefore name a server that writes one in every mail.
"""

import re
from collections.abc import Sequence

# A quoted value, a comment or other text. Comments may nest: they are taken away from the inside out.
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)(?=\s|$)(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(?<!\S)(smtp|header)\s*\.\s*([a-z]+)\s*=\s*(\S+)", re.IGNORECASE)
_IDENTITIES = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.mail")}
_DEEPEST = 5


def is_authenticated(lines: Sequence[str], authserv_id: str | None, from_domain: str) -> bool:
    """Whether our server vouches that the mail comes from ``from_domain``.

    ``lines`` are the Authentication-Results of the mail from the top down. True for ``dmarc=pass``, or for an aligned
    ``dkim=pass`` or ``spf=pass``: the same domain, one above or one below (RFC 7489, 3.1). False after ``dmarc=fail``,
    for a line that cannot be read without doubt, and always without ``authserv_id``.
    """
    if not authserv_id or not from_domain:
        return False
    said = _said(lines, authserv_id)
    if any(method == "dmarc" and result == "fail" for method, result, _ in said):
        return False
    return any(result == "pass" and _speaks_of(method, told, from_domain.lower()) for method, result, told in said)


def verdicts(lines: Sequence[str], authserv_id: str) -> dict[str, str]:
    """What our server says of a mail: method (``dmarc``, ``dkim``, ``spf``) → result (``pass``, ``none``...).

    Of several results of one method, a pass is kept: one good signature is enough (RFC 7489, 4.2).
    """
    found: dict[str, str] = {}
    for method, result, _ in _said(lines, authserv_id):
        found[method] = result if found.get(method) != "pass" else "pass"
    return found


def servers(lines: Sequence[str]) -> list[str]:
    """The servers that signed these lines, from the top down: which of them is ours is for a person to say."""
    return list(dict.fromkeys(name for name in map(_server, lines) if name))


def _said(lines: Sequence[str], authserv_id: str) -> list[tuple[str, str, dict[str, str]]]:
    """(method, result, properties) of the topmost line of our server.

    Named first and read afterwards: a line of ours that cannot be read must not make room for a forged one.
    """
    ours = (line for line in lines if _server(line) == authserv_id.strip().lower())
    results = [_RESULT.fullmatch(result) for result in _without_comments(next(ours, "")).split(";")[1:]]
    return [(found[1].lower(), found[2].lower(), _properties(found[3])) for found in results if found]


def _without_comments(line: str) -> str:
    """A line reduced to its facts. A quoted value loses what could be taken for syntax; odd brackets void the line."""
    plain = _QUOTED.sub(lambda found: re.sub(r"[^\w.@+-]", "_", found[1]), line)
    plain = re.sub(r"\\.", "_", plain)
    for _ in range(_DEEPEST):
        plain = _COMMENT.sub(" ", plain)
    return "" if set('()"') & set(plain) else plain


def _server(line: str) -> str:
    """The authserv-id, without the version or the comment that may follow."""
    return next(iter(re.split(r"[\s(;]", line.strip(), maxsplit=1)), "").lower()


def _properties(text: str) -> dict[str, str]:
    """The first of each name: a forged one can only be appended."""
    found: dict[str, str] = {}
    for kind, name, value in _PROPERTY.findall(text):
        found.setdefault(f"{kind}.{name}".lower(), value.lower().rpartition("@")[2].rstrip("."))
    return found


def _speaks_of(method: str, told: dict[str, str], from_domain: str) -> bool:
    if method == "dmarc":
        # The server evaluated From itself; when it repeats the domain, it must be the one that we read.
        return told.get("header.from", from_domain) == from_domain
    return any(_is_aligned(told.get(name, ""), from_domain) for name in _IDENTITIES[method])


def _is_aligned(domain: str, from_domain: str) -> bool:
    """The same, or one under the other; a name without a dot is nobody's."""
    shorter, longer = sorted((domain, from_domain), key=len)
    return domain == from_domain or ("." in shorter and longer.endswith("." + shorter))
