"""French names of places inside a sentence."""

VOWELS = set("AÂEÉÈÊIÎOÔUÛ")
"""First letters after « d’ ». H is not one: most communes that begin with it, like Hauteluce, are not elided."""


def of_place(commune: str) -> str:
    """« de Chambéry », « d’Aix-les-Bains », « du Bourget-du-Lac », « des Belleville », « de Yenne », « d’Yvoire »."""
    name = typographic(commune)
    for article, contracted in (("Les ", "des "), ("Le ", "du ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if _begins_with_a_vowel(name.upper()) else f"de {name}"


def town_hall_name(commune: str) -> str:
    """« Mairie d’Aix-les-Bains »."""
    return f"Mairie {of_place(commune)}"


def as_subject(host: str) -> str:
    """« La mairie d’Aix-les-Bains » where a sentence begins with it; another name stays as it is."""
    return f"La m{host[1:]}" if host.startswith("Mairie ") else host


def typographic(text: str) -> str:
    """« L’Abergement », « Place de l’Hôtel-de-Ville »: official lists write apostrophes straight, and skip one."""
    return text.replace("'", "’").replace("de Hôtel", "de l’Hôtel")


def _begins_with_a_vowel(name: str) -> bool:
    """Y sounds like a vowel before a consonant only: « Yvoire », not « Yenne »."""
    return name[0] in VOWELS or (name[0] == "Y" and name[1:2] not in VOWELS)
