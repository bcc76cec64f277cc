"""What people type in a form, cleaned: invisible controls go, words stay."""

from meetups.outbox.headers import clean_words


def one_line(text: str | None) -> str:
    """What was typed, on one line, without invisible controls."""
    return clean_words(text or "")


def several_lines(text: str | None) -> str:
    """What was typed, line by line, without invisible controls."""
    return "\n".join(clean_words(line) for line in (text or "").splitlines()).strip()
