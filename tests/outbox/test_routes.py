"""Health checks and the demo's mailbox."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from meetups.calendars.events import Attendee, Event, invitation
from meetups.config import Settings
from meetups.installation import find_installation
from meetups.outbox import queries
from meetups.outbox.message import CalendarPart
from meetups.outbox.models import MailKind, MailState
from meetups.outbox.routes import LATE
from meetups.outbox.services import enqueue
from tests.conftest import CheckingClient, FrozenClock
from tests.factories import LUNCH, NOW
from tests.outbox.mails import a_mail, queue

PAGES = ("/courriels", "/courriels/{id}", "/courriels/{id}/html", "/courriels/{id}/invitation.ics")
HTML = "<html><head></head><body><p>Bonjour Inès <a href='https://x.example/'>là</a></p></body></html>"


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    """The mailbox is the one place where addresses are shown."""
    client.allowed_addresses = frozenset(
        {"ines@sante.example", "reseau@parenthese.example", "karim@sante.example"}
        | {f"personne{n}@sante.example" for n in range(200)}
    )
    return client


def calendar() -> CalendarPart:
    event = Event(
        uid="a.b@reseau.example",
        sequence=0,
        stamp=NOW,
        starts_at=LUNCH,
        ends_at=LUNCH + timedelta(hours=1),
        summary="Déjeuner",
        organizer_name="Parenthèse Réseau",
        organizer_email="reseau@parenthese.example",
    )
    return CalendarPart("REQUEST", invitation(event, Attendee("Inès", "ines@sante.example")))


def test_the_process_is_up_without_the_database(app: Flask, client: CheckingClient, session: Session) -> None:
    session.execute(text("DROP TABLE outgoing_contents"))
    session.execute(text("DROP TABLE outgoing_emails"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_when_nothing_is_late(client: CheckingClient, session: Session, frozen_clock: FrozenClock) -> None:
    queue(session, 1)
    frozen_clock.now += LATE
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "database": "ok", "oldest_due_mail_seconds": 600},
    )


def test_not_ready_when_a_mail_should_have_left_ten_minutes_ago(
    client: CheckingClient, session: Session, frozen_clock: FrozenClock
) -> None:
    queue(session, 1)
    frozen_clock.now += LATE + timedelta(seconds=1)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json
    assert answer.json["status"] == "late"


@pytest.mark.parametrize("state", [MailState.SENT, MailState.FAILED, MailState.SUPPRESSED])
def test_mails_that_do_not_wait_are_not_late(
    client: CheckingClient, session: Session, frozen_clock: FrozenClock, state: MailState
) -> None:
    (mail,) = queue(session, 1)
    mail.state = state
    frozen_clock.now += timedelta(days=1)
    assert client.get("/readyz").status_code == 200


def test_not_ready_when_the_database_is_away(client: CheckingClient, session: Session) -> None:
    session.execute(text("DROP TABLE outgoing_contents"))
    session.execute(text("DROP TABLE outgoing_emails"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "unavailable", "database": "away"})


def test_an_empty_mailbox_says_what_will_come(reader: CheckingClient) -> None:
    assert "Pas encore de courriel" in reader.get("/courriels").get_data(as_text=True)


def test_the_mailbox_shows_the_newest_first_and_leads_to_the_older(reader: CheckingClient, session: Session) -> None:
    mails = queue(session, queries.PAGE + 1)
    first = reader.get("/courriels").get_data(as_text=True)
    assert first.index(mails[-1].public_id) < first.index(mails[1].public_id)
    assert mails[0].public_id not in first
    older = f"/courriels?avant={mails[1].public_id}"
    assert older in first
    assert mails[0].public_id in reader.get(older).get_data(as_text=True)


def test_a_suppressed_mail_is_not_in_the_mailbox(reader: CheckingClient, session: Session) -> None:
    mail = enqueue(session, a_mail(), now=NOW, suppressed=True)
    assert mail.public_id not in reader.get("/courriels").get_data(as_text=True)
    assert reader.get(f"/courriels/{mail.public_id}").status_code == 404


def test_a_mail_is_shown_as_it_is_received(reader: CheckingClient, session: Session) -> None:
    mail = enqueue(session, a_mail(text="Bonjour <Inès>,\n", html=HTML, calendar=calendar()), now=NOW)
    page = reader.get(f"/courriels/{mail.public_id}").get_data(as_text=True)
    assert "Bonjour &lt;Inès&gt;," in page
    assert f'src="/courriels/{mail.public_id}/html"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    file = reader.get(f"/courriels/{mail.public_id}/invitation.ics")
    assert file.mimetype == "text/calendar"
    assert file.headers["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    assert file.data == calendar().content


def test_the_html_of_a_mail_is_alone_in_a_sandbox_and_its_links_open_outside(
    reader: CheckingClient, session: Session
) -> None:
    mail = enqueue(session, a_mail(html=HTML), now=NOW)
    answer = reader.get(f"/courriels/{mail.public_id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in answer.get_data(as_text=True)


def test_why_a_mail_did_not_leave_is_said(reader: CheckingClient, session: Session) -> None:
    mail = enqueue(session, a_mail(), now=NOW)
    mail.state, mail.last_error = MailState.FAILED, "550 boîte inconnue"
    assert "550 boîte inconnue" in reader.get(f"/courriels/{mail.public_id}").get_data(as_text=True)
    assert "non parti" in reader.get("/courriels").get_data(as_text=True)


def test_a_mail_whose_content_is_not_kept_says_so(reader: CheckingClient, session: Session) -> None:
    mail = enqueue(session, a_mail(), now=NOW)
    mail.mime = None
    page = reader.get(f"/courriels/{mail.public_id}").get_data(as_text=True)
    assert "n’est pas gardé" in page
    assert reader.get(f"/courriels/{mail.public_id}/html").status_code == 404


def test_a_mail_without_a_calendar_has_no_file(reader: CheckingClient, session: Session) -> None:
    mail = enqueue(session, a_mail(), now=NOW)
    assert reader.get(f"/courriels/{mail.public_id}/invitation.ics").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_there_is_no_mailbox_outside_a_demo(reader: CheckingClient, session: Session, page: str) -> None:
    mail = enqueue(session, a_mail(calendar=calendar()), now=NOW)
    assert reader.get(page.format(id=mail.public_id)).status_code == 200
    session.commit()
    installation = find_installation(session)
    assert installation
    installation.is_demo = False
    assert reader.get(page.format(id=mail.public_id)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_there_is_no_mailbox_on_a_demo_that_others_can_reach(
    app: Flask, reader: CheckingClient, session: Session, page: str
) -> None:
    mail = enqueue(session, a_mail(calendar=calendar()), now=NOW)
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, base_url="https://demo.exemple.fr")
    assert reader.get(page.format(id=mail.public_id)).status_code == 404


def test_mails_are_counted_by_meetup_kind_and_state(session: Session) -> None:
    for number, about in enumerate(["dejeuner", "dejeuner", "autre"]):
        mail = a_mail(f"invitation:{number}:0:REQUEST", kind=MailKind.INVITATION, about=about)
        enqueue(session, mail, now=NOW)
    enqueue(session, a_mail("tu:1", about="dejeuner"), now=NOW, suppressed=True)
    counts = queries.counts_about(session, ["dejeuner", "rien"])
    assert counts == {"dejeuner": {(MailKind.INVITATION, MailState.PENDING): 2}, "rien": {}}
    assert len(queries.mails_about(session, "dejeuner")) == 2
