"""A format with the words that agree with it: « ce déjeuner », « cette soirée », « cet espace de parole »."""

from flask_babel import gettext, lazy_gettext

from meetups.planning.models import MeetupFormat

_A = {
    MeetupFormat.LUNCH: lazy_gettext("un déjeuner"),
    MeetupFormat.EVENING: lazy_gettext("une soirée"),
    MeetupFormat.BREAKFAST: lazy_gettext("un petit-déjeuner"),
    MeetupFormat.COFFEE: lazy_gettext("un café de l’après-midi"),
    MeetupFormat.GOOD_NEWS: lazy_gettext("un café bonnes nouvelles"),
    MeetupFormat.DISCUSSION: lazy_gettext("un espace de parole"),
    MeetupFormat.FEEDBACK: lazy_gettext("un retour d’expérience"),
}
_THIS = {
    MeetupFormat.LUNCH: lazy_gettext("ce déjeuner"),
    MeetupFormat.EVENING: lazy_gettext("cette soirée"),
    MeetupFormat.BREAKFAST: lazy_gettext("ce petit-déjeuner"),
    MeetupFormat.COFFEE: lazy_gettext("ce café de l’après-midi"),
    MeetupFormat.GOOD_NEWS: lazy_gettext("ce café bonnes nouvelles"),
    MeetupFormat.DISCUSSION: lazy_gettext("cet espace de parole"),
    MeetupFormat.FEEDBACK: lazy_gettext("ce retour d’expérience"),
}

_BROUGHT = {
    MeetupFormat.LUNCH: lazy_gettext("le repas"),
    MeetupFormat.EVENING: lazy_gettext("le repas"),
    MeetupFormat.BREAKFAST: lazy_gettext("le petit-déjeuner"),
    MeetupFormat.COFFEE: lazy_gettext("le café et le goûter"),
    MeetupFormat.GOOD_NEWS: lazy_gettext("le café"),
    MeetupFormat.DISCUSSION: lazy_gettext("de quoi boire"),
    MeetupFormat.FEEDBACK: lazy_gettext("de quoi boire"),
}


def a_meetup(kind: MeetupFormat) -> str:
    """« un déjeuner »."""
    return str(_A[kind])


def this_meetup(kind: MeetupFormat) -> str:
    """« ce déjeuner »."""
    return str(_THIS[kind])


def are_you_coming(kind: MeetupFormat) -> str:
    """The question of an invitation. One « comes to lunch »; no verb fits the other formats."""
    return gettext("vous venez déjeuner ?") if kind is MeetupFormat.LUNCH else gettext("vous venez ?")


def default_needs(head_count: int, kind: MeetupFormat) -> str:
    """The sentence that a host reads; the organiser may change it."""
    return gettext(
        "%(people)d personnes assises, %(tables)d tables. "
        "Nous apportons %(brought)s, nous rangeons la salle et nous remportons les déchets.",
        people=head_count,
        tables=-(-head_count // 6),
        brought=_BROUGHT[kind],
    )
