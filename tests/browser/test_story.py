"""The main job, as three people live it: an organiser, a town hall, a professional. No service is called by hand."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Site, check_accessibility, opened


def newest_mail(page: Page, subject: str) -> None:
    """Open the last mail whose subject holds these words."""
    page.goto("/courriels")
    page.get_by_role("link", name=re.compile(subject)).first.click()


def follow(page: Page, label: str) -> Page:
    """Press a mail's button, inside its sandbox: it opens in a tab of its own."""
    with page.expect_popup() as opening:
        page.frame_locator("iframe").get_by_role("link", name=label, exact=True).first.click()
    opening.value.wait_for_load_state()
    return opening.value


def test_a_proposal_becomes_a_lunch_that_people_answer(browser: Browser, site: Site, laptop: Page) -> None:
    laptop.get_by_role("button", name=re.compile("^Préparer c")).first.click()
    expect(laptop.get_by_role("heading", level=1)).to_contain_text("faire connaissance")
    lunch = laptop.url
    laptop.get_by_role("link", name="Demander la salle").first.click()
    laptop.get_by_role("button", name="Envoyer la demande").click()
    expect(laptop.get_by_text("Demandée")).to_be_visible()
    site.deliver()

    with opened(browser, site, viewport=LAPTOP) as clerk:
        newest_mail(clerk, "une salle pour")
        answer = follow(clerk, "Accepter")
        check_accessibility(answer)
        assert "Inès" not in answer.content()
        room = answer.get_by_label("Nom de la salle")
        if room.is_visible():
            room.fill("Salle des Mélèzes")
        answer.get_by_role("button", name="Accepter").click()
        expect(answer.get_by_role("heading", level=1)).to_contain_text("vous prêtez la salle")
        check_accessibility(answer)

    laptop.reload()
    laptop.get_by_role("link", name="Envoyer les invitations").first.click()
    send = laptop.get_by_role("button", name=re.compile(r"Envoyer \d+ invitations"))
    mails = int(re.findall(r"\d+", send.inner_text())[0])
    send.dblclick()
    laptop.wait_for_url(re.compile(re.escape(lunch)))
    expect(laptop.get_by_role("row", name=re.compile("Invitation"))).to_contain_text(str(mails))
    site.deliver()

    with opened(browser, site, viewport=PHONE, has_touch=True) as guest:
        newest_mail(guest, "vous venez")
        answer = follow(guest, "Je viens")
        expect(answer.get_by_text("rien n’est encore noté")).to_be_visible()
        check_accessibility(answer)
        answer.get_by_role("button", name="Confirmer").click()
        expect(answer.get_by_role("heading", level=1)).to_contain_text("Votre place est gardée")
        check_accessibility(answer)
        answer.go_back()
        answer.reload()
        site.deliver()
        newest_mail(guest, "Votre place est gardée")

    laptop.goto(lunch)
    expect(laptop.get_by_text("par le lien du courriel").first).to_be_visible()
    row = laptop.get_by_role("row", name=re.compile("Invitation"))
    expect(row).to_contain_text(str(mails))


def test_someone_without_email_is_noted_in_one_touch(laptop: Page) -> None:
    laptop.get_by_role("link", name="La Motte-Servolex, Grand âge", exact=True).click()
    laptop.get_by_role("button", name=re.compile("^Vient")).first.click()
    expect(laptop.get_by_text("par téléphone, noté par l’équipe").first).to_be_visible()


def test_the_lunch_moves_after_a_preview_and_everyone_is_told(site: Site, laptop: Page) -> None:
    laptop.get_by_role("link", name="La Motte-Servolex, Grand âge", exact=True).click()
    laptop.get_by_role("link", name="Déplacer").click()
    laptop.get_by_label("Jour").fill("2026-12-18")
    laptop.get_by_role("button", name="Voir qui sera prévenu").click()
    expect(laptop.get_by_text("22 personnes reçoivent un courriel")).to_be_visible()
    check_accessibility(laptop)
    laptop.get_by_role("button", name=re.compile("Déplacer")).click()
    expect(laptop.get_by_text("vendredi 18").first).to_be_visible()
    site.deliver()
    newest_mail(laptop, "18")
    expect(laptop.frame_locator("iframe").locator("strong", has_text="vendredi 18")).to_be_visible()


def test_a_stranger_is_asked_to_sign_in(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=PHONE) as page:
        page.goto("/organisation")
        expect(page.get_by_label("courriel")).to_be_visible()
        check_accessibility(page)


def test_a_professional_finds_her_invitation_by_keyboard(browser: Browser, site: Site) -> None:
    with opened(browser, site, viewport=PHONE) as page:
        page.goto(site.links["professional"])
        page.get_by_role("main").get_by_role("button").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/moi")
        page.get_by_role("main").get_by_role("link").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Je viens").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Votre place est gardée")
