"""Invented rooms of town halls: names, seats and what it takes to come in. None is a real room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomIdea:
    """``capacity`` in people seated; None where nobody has said yet."""

    name: str
    capacity: int
    is_step_free: bool | None
    has_kitchen: bool | None
    access_notes: str


ROOMS: tuple[RoomIdea, ...] = (
    RoomIdea(
        "Salle des Tilleuls",
        40,
        True,
        True,
        "Derrière la mairie. Boucle magnétique à l’accueil, parking gratuit, arceaux à vélos.",
    ),
    RoomIdea("Salle du Conseil", 24, True, False, "Au rez-de-chaussée de la mairie. Sonner à l’accueil avant midi."),
    RoomIdea("Salle des Combes", 60, True, True, "À côté de l’école. Le portail du bas évite la pente."),
    RoomIdea(
        "Foyer du Four à pain", 30, True, True, "Sur la place. Toilettes adaptées, stationnement devant l’église."
    ),
    RoomIdea(
        "Salle de l’Ancienne Poste", 20, False, True, "Trois marches à l’entrée, une rampe amovible sur demande."
    ),
    RoomIdea("Salle des Mélèzes", 50, True, True, "De plain-pied, avec une place réservée devant la porte."),
    RoomIdea("La Grange communale", 45, True, None, "Chauffage à mettre en route la veille : la mairie s’en charge."),
    RoomIdea(
        "Salle du Vieux Pressoir", 36, True, True, "Au bord de la route du lac. Arrêt de car à deux cents mètres."
    ),
    RoomIdea(
        "Salle de la Passerelle", 28, True, False, "Entrée par la médiathèque. Un évier, pas de quoi réchauffer."
    ),
    RoomIdea(
        "Salle des Gentianes", 32, True, True, "Au premier étage, avec un ascenseur. Le code est donné la veille."
    ),
    RoomIdea(
        "Maison des Associations", 48, True, True, "Deux salles qui s’ouvrent l’une sur l’autre, vaisselle sur place."
    ),
    RoomIdea(
        "Salle du Petit Marché", 24, None, True, "Le marché occupe la place le jeudi matin : se garer à la gare."
    ),
    RoomIdea("Salle des Hirondelles", 18, False, False, "À l’étage de l’école, sans ascenseur. Calme et claire."),
    RoomIdea(
        "Salle des Marmottes", 55, True, True, "Pneus neige conseillés de novembre à mars, navette depuis le bas."
    ),
    RoomIdea("Salle du Bief", 26, True, True, "Au bout du chemin piéton. Dépose possible devant la porte."),
    RoomIdea("Salle des Cerisiers", 40, True, False, "Sous la mairie, entrée côté jardin. Tables rondes de six."),
    RoomIdea("Foyer de l’Alpage", 34, True, True, "Route étroite : croiser avec douceur. Huit places de parking."),
    RoomIdea("Salle du Lavoir", 22, None, None, "Petite salle voûtée, fraîche même en été."),
    RoomIdea("Salle des Trois Granges", 64, True, True, "Gradins repliés le midi, cuisine équipée, vestiaire."),
    RoomIdea("Salle de l’Horloge", 30, True, False, "Face à la gare, de plain-pied, à trois minutes à pied du train."),
)
