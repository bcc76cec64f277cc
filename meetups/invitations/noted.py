"""What we say about an answer, before and once it is noted: the same words on the page and in the mail."""

from flask_babel import gettext

from meetups.invitations.rules import AnswerChoice, RegistrationStatus


def headline(status: RegistrationStatus) -> str:
    """A few words, without a full stop."""
    return {
        RegistrationStatus.GOING: gettext("Votre place est gardée"),
        RegistrationStatus.OFFERED: gettext("Une place vous est gardée"),
        RegistrationStatus.MAYBE: gettext("C’est noté : peut-être"),
        RegistrationStatus.DECLINED: gettext("C’est noté : vous ne venez pas"),
        RegistrationStatus.WITHDRAWN: gettext("C’est noté : votre place est libérée"),
        RegistrationStatus.SUBSTITUTED: gettext("Une place pour votre collègue"),
        RegistrationStatus.WAITING: gettext("Vous êtes sur la liste d’attente"),
    }[status]


def what_now(status: RegistrationStatus) -> str:
    """What it changes, and what the person may still do."""
    return {
        RegistrationStatus.GOING: gettext("Un empêchement ? Prévenez-nous : votre place pourra servir."),
        RegistrationStatus.OFFERED: gettext("Dites-nous si vous venez : elle est à vous."),
        RegistrationStatus.MAYBE: gettext("Aucune place n’est gardée pour l’instant. Dites oui dès que vous savez."),
        RegistrationStatus.DECLINED: gettext("Merci de l’avoir dit. Vous pouvez encore changer d’avis."),
        RegistrationStatus.WITHDRAWN: gettext(
            "Merci de l’avoir dit : votre place pourra servir. Vous pouvez changer d’avis tant qu’il en reste."
        ),
        RegistrationStatus.SUBSTITUTED: gettext(
            "Votre collègue a sa propre invitation. Si vous nous avez donné son téléphone, l’équipe l’appellera."
        ),
        RegistrationStatus.WAITING: gettext(
            "Nous vous prévenons dès qu’une place se libère. Elle vous est gardée le temps de répondre."
        ),
    }[status]


def answer_so_far(status: RegistrationStatus) -> str:
    """The answer that we hold, said to the person, as the end of « Votre réponse : »."""
    return {
        RegistrationStatus.GOING: gettext("vous venez"),
        RegistrationStatus.OFFERED: gettext("une place vous est gardée"),
        RegistrationStatus.MAYBE: gettext("peut-être"),
        RegistrationStatus.DECLINED: gettext("vous ne venez pas"),
        RegistrationStatus.WITHDRAWN: gettext("vous ne venez plus"),
        RegistrationStatus.SUBSTITUTED: gettext("un ou une collègue vient à votre place"),
        RegistrationStatus.WAITING: gettext("vous êtes sur la liste d’attente"),
    }[status]


def coming_label(*, joins_line: bool) -> str:
    """The button « Je viens », or what it does when every place is held."""
    return gettext("Rejoindre la liste d’attente") if joins_line else AnswerChoice.COMING.label


def question(choice: AnswerChoice) -> str:
    """What the page asks when the mail's button prepared an answer."""
    return {
        AnswerChoice.COMING: gettext("Vous venez ?"),
        AnswerChoice.MAYBE: gettext("Vous viendrez peut-être ?"),
        AnswerChoice.NOT_COMING: gettext("Vous ne pouvez pas venir ?"),
        AnswerChoice.COLLEAGUE: gettext("Un ou une collègue vient à votre place ?"),
    }[choice]


def confirm(choice: AnswerChoice) -> str:
    """The button that records it."""
    return {
        AnswerChoice.COMING: gettext("Confirmer : je viens"),
        AnswerChoice.MAYBE: gettext("Confirmer : peut-être"),
        AnswerChoice.NOT_COMING: gettext("Confirmer : je ne peux pas"),
        AnswerChoice.COLLEAGUE: gettext("Confirmer : ma place va à cette personne"),
    }[choice]
