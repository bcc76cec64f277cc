"""Titles and reasons of meetups, by care pathway: (title, why)."""

IDEAS: dict[str, tuple[tuple[str, str], ...]] = {
    "addictions": (
        (
            "Parler d’alcool sans se fâcher",
            "Tout le monde le voit, personne n’ose le dire. Ce midi, on met nos mots et nos numéros en commun.",
        ),
        (
            "Quand une personne veut arrêter",
            "Le bon moment dure parfois une heure. Autant savoir avant qui appeler, et qui accompagne ensuite.",
        ),
        (
            "Tabac, écrans, médicaments : par où commencer ?",
            "Chacun voit un bout de la situation. À table, on recolle les morceaux sans juger personne.",
        ),
    ),
    "cancer": (
        (
            "Entre deux traitements, qui fait quoi ?",
            "La fatigue, les repas, les trajets, les enfants : l’essentiel se joue à la maison, avec nous tous.",
        ),
        (
            "Reprendre pied après un cancer",
            "Les rendez-vous s’espacent et la personne se sent seule. Faisons connaissance pour prendre le relais.",
        ),
        (
            "L’hôpital et la maison à la même table",
            "Un effet du traitement, un doute, un numéro qui manque. Venez mettre des visages sur les comptes rendus.",
        ),
    ),
    "enfants-adolescents": (
        (
            "Un enfant, dix adultes autour de lui",
            "L’école, la famille, les soins : nous voyons le même enfant à des heures différentes. Parlons-nous.",
        ),
        (
            "Les ados qui ne viennent plus",
            "Un rendez-vous manqué en cache souvent un autre. On cherche ensemble comment garder le lien.",
        ),
        (
            "Parole, lecture, écriture : à qui demander ?",
            "Les listes d’attente sont longues. Se connaître permet d’orienter du premier coup.",
        ),
    ),
    "grand-age": (
        (
            "Bien vieillir chez soi, à plusieurs",
            "L’aide du matin, les soins, la pharmacie, la famille : chacun tient un fil. Ce midi, on les noue.",
        ),
        (
            "Après une chute, qui fait quoi ?",
            "Se relever, comprendre, adapter la maison, reprendre confiance : autant de métiers, une seule personne.",
        ),
        (
            "Quand la mémoire s’en va",
            "Les nuits, les repas, la fatigue des proches. Celles et ceux qui passent chaque jour ont des idées.",
        ),
        (
            "Du goût et de l’appétit",
            "Une assiette qui revient pleine en dit long. Parlons repas, poids, dents et plaisir, autour d’un plat.",
        ),
    ),
    "handicap": (
        (
            "Se soigner quand on a un handicap",
            "Une salle d’attente, une table d’examen, une consigne : presque tout peut s’adapter, si l’on se parle.",
        ),
        (
            "Un logement à soi, et après ?",
            "Les aides, les soins, les sorties, les coups durs : faisons le tour de qui est là, dans le secteur.",
        ),
        (
            "Comprendre sans les mots",
            "Une douleur, une peur, une joie se disent autrement. Celles et ceux qui savent les lire nous apprennent.",
        ),
    ),
    "maladies-chroniques": (
        (
            "Diabète, cœur, poumons : tenir dans la durée",
            "Un traitement se suit mieux quand tout le monde dit la même chose. Accordons-nous autour d’un repas.",
        ),
        (
            "Trop de comprimés sur la table",
            "Piluliers, oublis, doublons : qui voit quoi, et qui peut changer quoi ? On en parle entre métiers.",
        ),
        (
            "Bouger, manger, souffler près de chez soi",
            "Il existe des groupes, des ateliers, des marches. Encore faut-il les connaître pour les proposer.",
        ),
    ),
    "precarite": (
        (
            "Se soigner quand on n’a pas de papiers à jour",
            "Les droits, les soins, un toit, une langue : personne ne sait tout faire. À plusieurs, on y arrive.",
        ),
        (
            "Celles et ceux que l’on ne voit jamais",
            "Une porte fermée, un courrier en retour. On cherche qui passe encore, et comment le soutenir.",
        ),
        (
            "Un toit, un docteur, un café",
            "Venez rencontrer les équipes qui accueillent sans rendez-vous, et dire ce dont vous avez besoin.",
        ),
    ),
    "premiers-jours": (
        (
            "Autour des 1 000 premiers jours",
            "Grossesse, naissance, premiers pas : les parents croisent dix métiers. Faisons-nous signe entre nous.",
        ),
        (
            "Rentrer de la maternité, et ensuite ?",
            "Trois jours, c’est court. Qui passe à la maison, qui écoute, qui voit la fatigue des parents ?",
        ),
        (
            "Des parents qui tiennent le coup",
            "Le moral baisse souvent en silence. Partageons nos signes, nos phrases et nos numéros.",
        ),
    ),
    "retour-a-domicile": (
        (
            "Bien rentrer chez soi après l’hôpital",
            "Une sortie se joue à plusieurs, sans que l’on se connaisse. Ce midi, tout le monde est à table.",
        ),
        (
            "Une sortie un vendredi soir",
            "Les clés, les médicaments, le lit, le repas du soir : on démêle ensemble ce qui coince le plus souvent.",
        ),
        (
            "Les trois premières nuits à la maison",
            "C’est là que tout se gagne ou se perd. Mettons nos façons de faire bout à bout.",
        ),
        (
            "L’ambulance, la clé et le frigo",
            "De petites choses font les bons retours. Venez raconter les vôtres, et entendre celles des autres.",
        ),
    ),
    "sante-mentale": (
        (
            "Santé mentale et vie de quartier",
            "Aller mieux se passe aussi au marché, à la pharmacie, sur le palier. Faisons connaissance.",
        ),
        (
            "Quand une visite fait peur",
            "Une porte qui claque, un silence, une colère : on apprend des personnes dont c’est le métier.",
        ),
        (
            "Une crise, et le lendemain",
            "Avant, pendant, après : qui appelle qui ? Un repas pour que le numéro soit déjà dans le téléphone.",
        ),
    ),
    "soins-palliatifs": (
        (
            "Accompagner jusqu’au bout, à la maison",
            "Soulager, veiller, parler aux proches : personne ne devrait le porter sans appui.",
        ),
        (
            "La douleur, parlons-en à table",
            "Celle ou celui qui lave ou qui aide à manger la voit en premier. Comment le dire, et à qui ?",
        ),
        (
            "Après un décès, prendre soin de nous",
            "On repart souvent en tournée sans un mot. Ce midi, on s’assied et on se raconte.",
        ),
    ),
}
