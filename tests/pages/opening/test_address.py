"""The association's postal address is kept: no page promises letters that nothing prints."""

from tests.conftest import CheckingClient
from tests.pages.forms import submit, text_of

PAGE = "/organisation/ouverture/association"


def test_the_address_is_said_to_be_kept_and_heads_no_letter(browser: CheckingClient) -> None:
    typed = {"association": "Tables du Lac", "address": "2 rue du Lac", "preview": "1"}
    shown = text_of(submit(browser, PAGE, **typed))
    assert "En tête des lettres" not in shown
    assert "ni sur les pages ni dans les courriels" in shown
    assert "Adresse gardée pour vos courriers" in shown
