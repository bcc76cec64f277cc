"""Before news leaves: may mails be written at all, and who is told."""

from meetups.outbox.readiness import check_can_write, not_ready
from meetups.pages.navigation import association
from meetups.pages.news import News
from meetups.pages.saying import recipients
from meetups.web.links import settings


def check_can_tell(news: News) -> None:
    """Raises ``NotReadyToWrite`` when a mail would leave with a wrong link or an invented sender."""
    if news.writes:
        check_can_write(settings(), is_demo=association().is_demo)


def shown_news(news: News) -> dict[str, object]:
    """What ``pages/_news.html`` and ``pages/_not_ready.html`` show."""
    return {
        "news": news,
        "recipients": recipients(news),
        "not_ready": not_ready(settings(), is_demo=association().is_demo) if news.writes else None,
    }
