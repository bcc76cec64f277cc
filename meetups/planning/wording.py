"""A format with the words that agree with it: « ce déjeuner », « cette soirée », « cet espace de parole »."""

from flask_babel import gettext

from meetups.planning.models import MeetupFormat


def a_meetup(kind: MeetupFormat) -> str:
    """« un déjeuner »."""
    return {
        MeetupFormat.LUNCH: gettext("un déjeuner"),
        MeetupFormat.EVENING: gettext("une soirée"),
        MeetupFormat.BREAKFAST: gettext("un petit-déjeuner"),
        MeetupFormat.COFFEE: gettext("un café de l’après-midi"),
        MeetupFormat.GOOD_NEWS: gettext("un café bonnes nouvelles"),
        MeetupFormat.DISCUSSION: gettext("un espace de parole"),
        MeetupFormat.FEEDBACK: gettext("un retour d’expérience"),
    }[kind]


def this_meetup(kind: MeetupFormat) -> str:
    """« ce déjeuner »."""
    return {
        MeetupFormat.LUNCH: gettext("ce déjeuner"),
        MeetupFormat.EVENING: gettext("cette soirée"),
        MeetupFormat.BREAKFAST: gettext("ce petit-déjeuner"),
        MeetupFormat.COFFEE: gettext("ce café de l’après-midi"),
        MeetupFormat.GOOD_NEWS: gettext("ce café bonnes nouvelles"),
        MeetupFormat.DISCUSSION: gettext("cet espace de parole"),
        MeetupFormat.FEEDBACK: gettext("ce retour d’expérience"),
    }[kind]


def are_you_coming(kind: MeetupFormat) -> str:
    """The question of an invitation. One « comes to lunch »; no verb fits the other formats."""
    return gettext("vous venez déjeuner ?") if kind is MeetupFormat.LUNCH else gettext("vous venez ?")
