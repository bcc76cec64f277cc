"""What a mail server or the network answered, as something to do."""

import re

from flask_babel import lazy_gettext

_CODE = re.compile(r"^(\d{3})\b")
_PASSWORD = lazy_gettext(
    "Le serveur refuse le nom ou le mot de passe : vérifiez-les dans SMTP_URL, "
    "surtout les signes comme @ ou /, qui s’y écrivent autrement."
)
_BY_CODE = {
    "421": lazy_gettext("Le serveur est occupé : l’application réessaie d’elle-même."),
    "530": lazy_gettext("Le serveur demande un nom et un mot de passe : ajoutez-les dans SMTP_URL."),
    "534": _PASSWORD,
    "535": _PASSWORD,
    "538": lazy_gettext("Le serveur demande une liaison chiffrée : écrivez smtps:// au début de SMTP_URL."),
    "550": lazy_gettext(
        "Le serveur ne veut pas de ce courriel : l’adresse de l’expéditeur n’est peut-être pas la sienne, "
        "vérifiez MAIL_FROM, ou l’adresse de destination n’existe pas."
    ),
    "553": lazy_gettext(
        "Le serveur n’accepte pas cet expéditeur : écrivez dans MAIL_FROM l’adresse qu’il vous connaît."
    ),
}
_BY_WORDS = {
    "connexion refusée": lazy_gettext(
        "Rien ne répond à cette adresse : vérifiez le serveur et le port dans SMTP_URL."
    ),
    "serveur introuvable": lazy_gettext(
        "Ce nom de serveur n’existe pas : vérifiez SMTP_URL, et la connexion à internet."
    ),
    "délai dépassé": lazy_gettext(
        "Le serveur ne répond pas à temps : vérifiez le port dans SMTP_URL, souvent 465 ou 587."
    ),
    "connexion coupée": lazy_gettext(
        "Le serveur raccroche : il attend peut-être smtps:// au lieu de smtp://, ou l’inverse."
    ),
    "chiffrement impossible": lazy_gettext(
        "La liaison chiffrée ne s’établit pas : essayez smtp:// avec le port 587, ou vérifiez le nom du serveur."
    ),
}
_UNKNOWN = lazy_gettext("Le serveur n’a pas pris ce courriel. Sa réponse, à montrer à la personne qui s’en occupe :")


def plain_reason(answer: str) -> str:
    """One sentence in French for ``OutgoingEmail.last_error``, which stays shown beside it."""
    code = _CODE.match(answer)
    if code:
        return str(_BY_CODE.get(code[1], _UNKNOWN))
    return str(next((text for words, text in _BY_WORDS.items() if answer.startswith(words)), _UNKNOWN))
