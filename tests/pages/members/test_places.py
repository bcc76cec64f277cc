"""« Mes lieux »: a commune or an address, never blocking, and nobody else's."""

from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetups.adapters.geocoder import GeocodedPoint, Geocoder
from meetups.database import db
from meetups.directory.models import PracticePlace
from tests import factories
from tests.accounts.statements import recorded_statements
from tests.conftest import Cast, CheckingClient
from tests.page_checks import parse
from tests.pages.forms import submit, text_of

PLACES = "/moi/lieux"
SVG = "{http://www.w3.org/2000/svg}"
FOUND = GeocodedPoint(45.57, 5.92, "12 Rue Vive 73000 Chambéry", 0.9)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bool]]:
    """A geocoding service that knows one street; what it was asked, and whether a transaction was open then."""
    asked = []

    def locate(_self: Geocoder, address: str, town: str, near: object = None) -> GeocodedPoint | None:
        asked.append((address, town, db.session().in_transaction()))
        return FOUND if "Vive" in address else None

    monkeypatch.setattr(Geocoder, "locate", locate)
    return asked


def outlines_of(page: str) -> list[Element]:
    return [each for each in parse(page).iter(f"{SVG}svg") if each.get("class") == "contour"]


def test_a_commune_is_enough(ines: CheckingClient, session: Session, cast: Cast) -> None:
    factories.commune(session, "73065")
    page = submit(ines, PLACES, follow=True, commune="chambery")
    assert "Lieu ajouté : Chambéry." in text_of(page)
    assert "Point approximatif : le centre de la commune." in text_of(page)
    assert [place.commune_insee for place in cast.ines.places] == ["73179", "73065"]


def test_an_address_is_found_outside_any_transaction(
    ines: CheckingClient, session: Session, cast: Cast, service: list[tuple[str, str, bool]]
) -> None:
    factories.commune(session, "73065")
    page = submit(ines, PLACES, follow=True, commune="73000", address="12 rue Vive")
    assert service == [("12 rue Vive", "73000 Chambéry", False)]
    assert "Point exact trouvé : 12 Rue Vive 73000 Chambéry." in text_of(page)
    assert "Point exact, à 1,7 km du centre à vol d’oiseau." in text_of(page)
    place = cast.ines.places[1]
    assert (place.lat, place.lon, place.is_exact, place.address) == (45.57, 5.92, True, FOUND.label)
    maps = [link for link in parse(page.text).iter("a") if "openstreetmap" in (link.get("href") or "")]
    assert ["external" in (link.get("rel") or "") for link in maps] == [True]


def test_an_address_that_nobody_knows_takes_the_centre_and_says_so(
    ines: CheckingClient, session: Session, cast: Cast, service: list[tuple[str, str, bool]]
) -> None:
    commune = factories.commune(session, "73065")
    page = submit(ines, PLACES, follow=True, commune="Chambéry", address="au bout du chemin")
    assert "Nous n’avons pas pu situer cette adresse : le centre de Chambéry sert de point." in text_of(page)
    place = cast.ines.places[1]
    assert (place.lat, place.lon, place.is_exact) == (*commune.point, False)
    assert place.address == "au bout du chemin"


def test_without_any_service_nothing_blocks(ines: CheckingClient, cast: Cast) -> None:
    page = submit(ines, PLACES, follow=True, commune="73290", address="1 rue Vive")
    assert "Nous n’avons pas pu situer cette adresse" in text_of(page)
    assert len(cast.ines.places) == 2


def test_an_unknown_commune_is_said_and_what_was_typed_stays(ines: CheckingClient, cast: Cast) -> None:
    page = submit(ines, PLACES, commune="Atlantide", address="<b>1 rue Vive</b>")
    assert page.status_code == 422
    assert "Nous ne connaissons pas cette commune" in text_of(page)
    assert "&lt;b&gt;1 rue Vive" in page.text
    assert len(cast.ines.places) == 1


def test_the_outline_of_the_commune_holds_the_point(ines: CheckingClient, cast: Cast) -> None:
    [drawing] = outlines_of(ines.get(PLACES).text)
    width, height = (float(each) for each in (drawing.get("viewBox") or "").split()[2:])
    [point] = drawing.iter(f"{SVG}circle")
    assert 0 < float(point.get("cx") or 0) < width - 6
    assert 0 < float(point.get("cy") or 0) < height - 6


def test_a_commune_without_an_outline_is_told_in_words(ines: CheckingClient, session: Session, cast: Cast) -> None:
    commune = factories.commune(session)
    commune.department = "99"
    page = ines.get(PLACES)
    assert outlines_of(page.text) == []
    assert "Point approximatif" in text_of(page)


def test_the_last_place_may_go_and_the_page_says_what_it_means(ines: CheckingClient, cast: Cast) -> None:
    page = ines.get(PLACES)
    assert "C’est votre seul lieu : sans lui, personne ne vous trouve par commune" in text_of(page)
    gone = ines.post(f"{PLACES}/{cast.ines.places[0].id}/retirer", follow_redirects=True)
    assert "Lieu retiré : La Motte-Servolex." in text_of(gone)
    assert "Pas encore de lieu" in text_of(gone)
    assert cast.ines.places == []


def test_somebody_elses_place_stays(ines: CheckingClient, session: Session, cast: Cast) -> None:
    theirs = cast.karim.places[0].id
    assert ines.post(f"{PLACES}/{theirs}/retirer").status_code == 302
    assert session.scalar(select(PracticePlace.professional_id).where(PracticePlace.id == theirs)) == cast.karim.id
    submit(ines, PLACES, commune="73290", professional_id=str(cast.karim.id), address="ici")
    session.refresh(cast.karim, ["places"])
    assert len(cast.karim.places) == 1


def test_many_places_send_as_many_queries_as_one(ines: CheckingClient, session: Session, cast: Cast) -> None:
    session.commit()
    session.expunge_all()
    with recorded_statements() as one:
        ines.get(PLACES)
    session.rollback()
    person = session.merge(cast.ines)
    for insee in ("73065", "73008", "73157"):
        commune = factories.commune(session, insee)
        person.places.append(PracticePlace(commune=commune, lat=commune.lat, lon=commune.lon))
    session.commit()
    session.expunge_all()
    with recorded_statements() as four:
        ines.get(PLACES)
    assert len(four) == len(one) <= 6


def test_of_communes_that_share_a_code_one_is_chosen(ines: CheckingClient, session: Session, cast: Cast) -> None:
    factories.commune(session, "73157").postal_codes = "73000"
    factories.commune(session, "73065")
    session.commit()
    asked = submit(ines, PLACES, commune="73000")
    assert asked.status_code == 422
    assert "Modane (73000)" in text_of(asked)
    page = submit(ines, PLACES, follow=True, commune="73000", commune_choice="73157")
    assert "Lieu ajouté : Modane." in text_of(page)
    assert [place.commune_insee for place in cast.ines.places] == ["73179", "73157"]
