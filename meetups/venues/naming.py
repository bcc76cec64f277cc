"""How a town hall is named from its commune."""

ELIDED = set("AÂEÉÈÊIÎOÔUÛY")
"""First letters after « d’ ». H is not one: most communes that begin with it, like Hauteluce, are not elided."""


def town_hall_name(commune: str) -> str:
    """« Mairie de Chambéry », « Mairie d’Aix-les-Bains », « Mairie du Bourget-du-Lac », « Mairie des Belleville »."""
    name = commune.replace("'", "’")
    for article, contracted in (("Les ", "des "), ("Le ", "du ")):
        if name.startswith(article):
            return f"Mairie {contracted}{name.removeprefix(article)}"
    return f"Mairie d’{name}" if name[:1] in ELIDED else f"Mairie de {name}"
