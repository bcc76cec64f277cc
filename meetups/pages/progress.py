"""How far each meetup is, what it waits for, and the next thing to do, as a link."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import url_for
from flask_babel import gettext, ngettext

from meetups.geography.naming import as_subject
from meetups.invitations.queries import AnswerCounts
from meetups.invitations.rules import RegistrationStatus
from meetups.planning.asking_again import lost_room, to_confirm
from meetups.planning.models import HostingRequest, Meetup, RequestStatus
from meetups.polls.queries import Choosing
from meetups.web.filters import day_date


class Waiting(StrEnum):
    """What an organiser is waited for, as the first sentence of the page counts it."""

    ROOM_TO_ASK = "room_to_ask"
    HOST_TO_CALL = "host_to_call"
    SLOT_TO_DECIDE = "slot_to_decide"
    DATE_TO_FIX = "date_to_fix"
    GUESTS_TO_FIND = "guests_to_find"
    INVITATIONS_TO_SEND = "invitations_to_send"
    SEATS_TO_DECIDE = "seats_to_decide"
    PEOPLE_TO_CALL = "people_to_call"


@dataclass(frozen=True)
class Progress:
    """One meetup's step (0 to 4), what there is to know in a sentence, and the next thing to do."""

    step: int
    sentence: str
    gesture: str
    url: str
    waiting: Waiting | None = None
    count: int = 1
    """How many of what is waited for: people to call, or one question."""


DRAFT, ROOM, INVITATIONS, FULL, PAST = range(5)


def step_labels() -> list[str]:
    """The five steps, in order."""
    return [
        gettext("Brouillon"),
        gettext("Lieu demandé"),
        gettext("Invitations"),
        gettext("Complet"),
        gettext("Passé"),
    ]


def progress_of(
    meetup: Meetup,
    counts: AnswerCounts,
    to_call: int,
    now: datetime,
    *,
    seats_asked: int = 0,
    choosing: Choosing | None = None,
    wave: int = 0,
    to_ring: int = 0,
) -> Progress:
    """Where a meetup stands. ``to_call``: people asked who have neither an e-mail nor answered.

    ``seats_asked``: people who were not invited, ask for a seat, and wait to be told. ``choosing``: its open date
    poll, which comes before all the rest, even once the draft's own date went by. ``wave``: how many people the next
    wave would ask, that an organiser sends. ``to_ring``: whoever is on its list of calls, guests or not.
    """
    here = url_for("pages.meetup", public_id=meetup.public_id)
    if meetup.is_cancelled:
        return Progress(PAST, gettext("Annulé"), gettext("Voir la page"), here)
    if choosing is not None:
        return _choosing(meetup, choosing, now)
    if meetup.is_past(now) and meetup.is_draft:
        return Progress(PAST, gettext("Resté à l’état de brouillon"), gettext("Revoir la page"), here)
    if meetup.is_past(now):
        return Progress(PAST, _came(counts), gettext("Revoir la liste"), f"{here}#invites")
    if not meetup.is_draft:
        return _room_again(meetup, now) or _invited(meetup, counts, to_call, seats_asked, wave, to_ring)
    request = next((each for each in meetup.requests if each.status.is_open or each.is_to_confirm), None)
    if request is not None:
        return _asked(request, now)
    if meetup.venue_id is None:
        return _homeless(meetup)
    if not counts.listed:
        return Progress(
            INVITATIONS,
            gettext("La salle est trouvée, la liste est vide"),
            gettext("Ajouter des personnes"),
            url_for("pages.guests", public_id=meetup.public_id),
            Waiting.GUESTS_TO_FIND,
        )
    return Progress(
        INVITATIONS,
        ngettext("%(num)d personne sur la liste", "%(num)d personnes sur la liste", counts.listed),
        gettext("Envoyer les invitations"),
        url_for("pages.confirm_invitations", public_id=meetup.public_id),
        Waiting.INVITATIONS_TO_SEND,
    )


def _choosing(meetup: Meetup, poll: Choosing, now: datetime) -> Progress:
    """A draft whose date is put to the vote."""
    is_asked = any(request.status.is_open for request in meetup.requests)
    step = ROOM if is_asked else INVITATIONS if meetup.venue_id else DRAFT
    sentence = ngettext(
        "%(num)d réponse sur %(asked)d pour la date",
        "%(num)d réponses sur %(asked)d pour la date",
        poll.answered,
        asked=poll.asked,
    )
    gesture, url = gettext("Voir les réponses, fixer la date"), url_for("pages.poll", public_id=meetup.public_id)
    return Progress(step, sentence, gesture, url, Waiting.DATE_TO_FIX if poll.is_ready(now) else None)


def _homeless(meetup: Meetup) -> Progress:
    """A draft without a room: nobody was asked yet, or everyone asked so far could not."""
    url = url_for("pages.request_room", public_id=meetup.public_id)
    last = meetup.requests[-1] if meetup.requests else None
    if last is not None and last.status is RequestStatus.REFUSED:
        sentence = gettext("%(host)s : pas cette fois", host=as_subject(last.host.name))
        return Progress(DRAFT, sentence, gettext("Demander ailleurs"), url, Waiting.ROOM_TO_ASK)
    return Progress(DRAFT, gettext("Lieu à trouver"), gettext("Demander la salle"), url, Waiting.ROOM_TO_ASK)


def _asked(request: HostingRequest, now: datetime) -> Progress:
    """A draft whose room was asked for."""
    room = url_for("pages.meetup", public_id=request.meetup.public_id) + "#lieu"
    host = as_subject(request.host.name)
    if request.status is RequestStatus.OTHER_SLOT:
        sentence = gettext("%(host)s propose un autre créneau", host=host)
        return Progress(ROOM, sentence, gettext("Décider"), room, Waiting.SLOT_TO_DECIDE)
    if not request.host.email:
        sentence = gettext("%(host)s n’a pas de courriel", host=host)
        return Progress(ROOM, sentence, gettext("L’appeler"), room, Waiting.HOST_TO_CALL)
    if now >= request.back_by:
        days = (now - request.sent_at).days
        sentence = ngettext(
            "%(host)s n’a pas répondu depuis %(num)d jour",
            "%(host)s n’a pas répondu depuis %(num)d jours",
            days,
            host=host,
        )
        return Progress(ROOM, sentence, gettext("L’appeler"), room, Waiting.HOST_TO_CALL)
    back_by = day_date(request.back_by, request.meetup.zone)
    sentence = gettext("%(host)s a jusqu’au %(date)s", host=host, date=back_by)
    return Progress(ROOM, sentence, gettext("Voir la demande"), room)


def _room_again(meetup: Meetup, now: datetime) -> Progress | None:
    """A published meetup that has moved: its host has to be rung, or cannot lend the room at the new date."""
    here, step = url_for("pages.meetup", public_id=meetup.public_id), FULL if meetup.is_full else INVITATIONS
    if (lost := lost_room(meetup)) is not None:
        sentence = gettext("%(host)s : pas cette fois", host=as_subject(lost.host.name))
        elsewhere = url_for("pages.reschedule", public_id=meetup.public_id)
        return Progress(step, sentence, gettext("Changer de salle ou de date"), elsewhere, Waiting.ROOM_TO_ASK)
    again = to_confirm(meetup)
    if again is None or (again.host.email and now < again.back_by):
        return None
    sentence = gettext("%(host)s n’a pas confirmé la nouvelle date", host=as_subject(again.host.name))
    return Progress(step, sentence, gettext("L’appeler"), f"{here}#lieu", Waiting.HOST_TO_CALL)


def _invited(
    meetup: Meetup, counts: AnswerCounts, to_call: int, seats_asked: int, wave: int, to_ring: int
) -> Progress:
    """A published meetup to come."""
    here = url_for("pages.meetup", public_id=meetup.public_id)
    step = FULL if meetup.is_full else INVITATIONS
    sentence = ngettext(
        "%(num)d réponse sur %(asked)d", "%(num)d réponses sur %(asked)d", counts.answered, asked=counts.asked
    )
    if seats_asked:
        gesture = ngettext("Décider d’une place", "Décider de %(num)d places", seats_asked)
        return Progress(step, sentence, gesture, f"{here}#demandes", Waiting.SEATS_TO_DECIDE, seats_asked)
    if wave:
        gesture = ngettext("Inviter la personne suivante", "Inviter les %(num)d personnes suivantes", wave)
        url = url_for("pages.confirm_invitations", public_id=meetup.public_id)
        return Progress(step, sentence, gesture, url, Waiting.INVITATIONS_TO_SEND)
    # With waves, those who were not asked wait for a place.
    unasked = 0 if meetup.wave_size else counts.listed - counts.asked
    if unasked:
        gesture = ngettext("Inviter %(num)d personne ajoutée", "Inviter %(num)d personnes ajoutées", unasked)
        url = url_for("pages.confirm_invitations", public_id=meetup.public_id)
        return Progress(step, sentence, gesture, url, Waiting.INVITATIONS_TO_SEND)
    if number := max(to_call, to_ring):
        gesture = ngettext("Joindre %(num)d personne", "Joindre %(num)d personnes", number)
        url = f"{here}#a-joindre" if to_call > to_ring else url_for("pages.calls", public_id=meetup.public_id)
        return Progress(step, sentence, gesture, url, Waiting.PEOPLE_TO_CALL, number)
    return Progress(step, sentence, gettext("Voir les réponses"), f"{here}#invites")


def _came(counts: AnswerCounts) -> str:
    going = counts.of(RegistrationStatus.GOING)
    return ngettext("%(num)d personne avait dit oui", "%(num)d personnes avaient dit oui", going)


def summary(proposals: int, current: list[Progress], newcomers: int) -> str:
    """The sentence that counts what waits: « Trois rencontres à imaginer, un lieu à demander. »

    ``newcomers``: people who joined with a telephone only, and wait for a call before they can be invited.
    """
    counts = dict.fromkeys(Waiting, 0)
    for progress in current:
        if progress.waiting:
            counts[progress.waiting] += progress.count
    said = [_counted(None, proposals), *(_counted(waiting, counts[waiting]) for waiting in Waiting)]
    said.append(_to_welcome(newcomers))
    text = ", ".join(part for part in said if part)
    return f"{text[0].upper()}{text[1:]}." if text else gettext("Rien ne presse : tout est en route.")


def _counted(waiting: Waiting | None, count: int) -> str:
    if not count:
        return ""
    number = _in_words(count)
    match waiting:
        case None:
            return ngettext("une rencontre à imaginer", "%(number)s rencontres à imaginer", count, number=number)
        case Waiting.ROOM_TO_ASK:
            return ngettext("un lieu à demander", "%(number)s lieux à demander", count, number=number)
        case Waiting.HOST_TO_CALL:
            return ngettext("un lieu à relancer", "%(number)s lieux à relancer", count, number=number)
        case Waiting.SLOT_TO_DECIDE:
            return ngettext("un créneau à décider", "%(number)s créneaux à décider", count, number=number)
        case Waiting.DATE_TO_FIX:
            return ngettext("une date à fixer", "%(number)s dates à fixer", count, number=number)
        case Waiting.GUESTS_TO_FIND:
            return ngettext("une liste à composer", "%(number)s listes à composer", count, number=number)
        case Waiting.INVITATIONS_TO_SEND:
            return ngettext(
                "une liste d’invitations à envoyer", "%(number)s listes d’invitations à envoyer", count, number=number
            )
        case Waiting.SEATS_TO_DECIDE:
            return ngettext(
                "une demande de place à décider", "%(number)s demandes de place à décider", count, number=number
            )
        case Waiting.PEOPLE_TO_CALL:
            return ngettext("une personne à joindre", "%(number)s personnes à joindre", count, number=number)


def _to_welcome(count: int) -> str:
    if not count:
        return ""
    number = _in_words(count)
    return ngettext(
        "une personne inscrite par téléphone à rappeler",
        "%(number)s personnes inscrites par téléphone à rappeler",
        count,
        number=number,
    )


def _in_words(count: int) -> str:
    """« deux » to « dix »; digits from there on. One is said by each sentence, since it has a gender."""
    words = (
        gettext("deux"),
        gettext("trois"),
        gettext("quatre"),
        gettext("cinq"),
        gettext("six"),
        gettext("sept"),
        gettext("huit"),
        gettext("neuf"),
        gettext("dix"),
    )
    return words[count - 2] if 2 <= count <= 10 else str(count)
