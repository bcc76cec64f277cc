"""First names of the demo, of the diversity of people who work in care in France. No name is in two lists."""

_WOMEN = """
Adèle Agnès Aïcha Alice Amandine Amina Anaïs Andrea Anh-Thu Anissa Anne-Laure Assia Astrid Audrey Aurélie
Awa Aya Béatrice Bérénice Blandine Brigitte Carole Caroline Catherine Cécile Chantal Chloé Christine Claire
Clémence Coralie Corinne Delphine Diana Djamila Éléonore Élise Élodie Emma Emmanuelle Estelle Esther Fanny
Farida Fatima Fatoumata Flavie Florence Françoise Gaëlle Geneviève Gloria Hanane Hélène Houda Ilona Inès
Ingrid Irina Isabelle Jeanne Joëlle Josiane Julie Juliette Karima Khadija Laetitia Laura Laurence Léa Leïla
Léonie Linh Lucie Lydie Madeleine Maëlle Magali Malika Manon Margaux Maria Mariama Marie-Ange Marion Marlène
Martine Mathilde Maud Mélanie Mireille Myriam Nadège Nadia Naïma Nathalie Ndeye Noémie Nour Océane Odile
Olga Ophélie Pascaline Patricia Pauline Perrine Rachel Rosa Rose-May Roxane Sabrina Salomé Samia Sandrine
Sarah Séverine Shirine Solène Sonia Soraya Stéphanie Suzanne Sylvie Tatiana Thérèse Thi-Lan Valérie
Véronique Vinciane Virginie Yasmina Yolande Zoé
"""

_MEN = """
Abdelkader Adrien Alexandre Alexis Amadou Anthony Antoine Arnaud Aurélien Bakary Baptiste Bastien Benoît
Bruno Cédric Christophe Clément Cyril Damien David Denis Driss Émile Éric Étienne Fabien Farid Florian
Franck François Frédéric Gaël Gérard Gilles Grégory Guillaume Hamza Hugo Ibrahim Jean-Marc Jérémie Jérôme
João Joël Julien Karim Kévin Khalil Laurent Léo Loïc Lucas Ludovic Marc Mathieu Maxime Mehdi Mickaël Minh
Moussa Nassim Nicolas Noël Olivier Omar Paul Pierre-Yves Quentin Raphaël Rayan Rémi Robin Romain Ryad Samuel
Sébastien Serge Simon Stefan Sylvain Théo Thibault Thierry Thomas Tiago Timothée Vincent Xavier Yann Youssef
Yvan Zacharie
"""

_MIXED = "Alix Camille Charlie Claude Dominique Éden Lou Maxence Morgan Noa Sacha Swann"

WOMEN = tuple(_WOMEN.split())
MEN = tuple(_MEN.split())
MIXED = tuple(_MIXED.split())
