"""Family names of the demo. They exist; the people made by joining them to a first name at random do not."""

_SAVOYARD = """
Abondance Allemoz Anselmet Arnollet Avrillier Baudin Bertholet Bibollet Billiet Blanc Blanchet Bochet Boccon
Bonnevie Borrel Bouvier Brunier Buttin Carret Challier Chamiot Chapuis Charvet Charvin Chenal Chevallier
Clappier Collomb Combaz Comte Coutaz Cullet Curtet Davat Déglise Deschamps Dijoud Ducrey Dunand Duraffourg
Échaubard Excoffier Favre Fontaine Fressard Gachet Gaidon Gaimard Garnier Germain Girard Giroud Gonthier
Gotteland Grange Grillet Grosset Guillermin Jacquier Jay Jorioz Lathoud Laurencin Machet Magnin Marcoz
Martinet Mermoz Mestrallet Michellod Milliet Molliex Montmayeur Mollard Muffat Pachoud Paccalet Paviet
Pélissier Perret Perrier Perrillat Perroud Pichon Plassiard Poccard Pommat Pugin Raffort Ract Rebotton
Revillet Rey Richermoz Roche Rochaix Rosset Rostaing Routin Ruffier Salomon Savoye Sibué Socquet Suatton
Tardy Termignon Thomasset Tissot Tornier Traversier Trésallet Usannaz Vachez Velat Vernier Vibert Villien
Viallet Viard Voiron Vulliermet
"""

_OTHER = """
Abbas Adjovi Aguirre Aït-Ouali Almeida Amrani André Antonelli Arslan Aubry Bailly Baldé Barbier Baron Barry
Belaïd Belkacem Benali Benoist Benslimane Berger Bernard Besson Bianchi Bonnet Bouchard Boucher Bourgeois
Bouzid Brun Cardoso Carlier Caron Carpentier Castel Chauvin Cherif Chevalier Cissé Colin Cordier Costa
Coulibaly Cousin Da-Silva Daniel Delaunay Delmas Denis Diallo Diarra Dias Diop Dubois Dufour Dumas Dupuy
Durand Esposito Étienne Faure Fernandes Ferrand Ferrari Fleury Fofana Fournier Gauthier Georges Gomez
Gonçalves Grégoire Guérin Guichard Haddad Hamdi Hamon Hébert Henry Hoang Hubert Humbert Huynh Ivanova Jacob
Joly Jourdan Kaya Keïta Khelifi Koné Kowalski Lacroix Lambert Larbi Lebrun Leclerc Lefort Lemaire Lopez
Loiseau Mahé Mansouri Marchal Maréchal Marques Marty Mbaye Mendes Mercier Meyer Monnier Moreau Morel Morin
Moulin Muller N’Diaye Nguyen Noël O’Connor Oliveira Ouedraogo Paris Payet Pereira Petit Pham Picard Popescu
Poulain Rahmani Renard Renaud Ribeiro Rivière Robert Rolland Romano Rousseau Roussel Roux Saïdi Sanchez
Santos Schneider Sow Texier Touré Traoré Truong Vasselin Vidal Weber Wójcik Yılmaz Zanetti
"""

SAVOYARD = tuple(_SAVOYARD.split())
OTHER = tuple(_OTHER.split())
WITH_A_PARTICLE: tuple[str, ...] = (
    "Ben Youssef",
    "D’Almeida",
    "D’Angelo",
    "Da Costa",
    "de Lescheraine",
    "de Montgellaz",
    "Del Rio",
    "Di Marco",
    "du Verney",
    "El Amrani",
    "El Khatib",
    "Le Bihan",
    "Le Goff",
    "L’Hermite",
    "Van den Broeck",
)

LAST_NAMES: tuple[str, ...] = SAVOYARD + OTHER + WITH_A_PARTICLE
