"""The yardsticks: an empty page, and the barest form that keeps what one types in SQLite."""

import sqlite3
from pathlib import Path

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

FORM = """<!doctype html><html lang="fr"><title>Inscription</title><h1>Inscription</h1>
<form method="post"><label>Prénom <input name="first_name"></label><label>Métier <input name="profession"></label>
<label>Commune <input name="commune"></label><label>Courriel <input name="contact"></label>
<button>Envoyer</button></form>
"""


def hello() -> Flask:
    """« hello », and nothing else."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def bare_form(database: Path) -> Flask:
    """A form, a row, a page that says thank you: neither checks nor mails."""
    app = Flask("form")
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS people (first_name, profession, commune, contact)")

    def form() -> ResponseReturnValue:
        if request.method != "POST":
            return FORM
        with sqlite3.connect(database, timeout=10) as connection:
            typed = [request.form[name] for name in ("first_name", "profession", "commune", "contact")]
            connection.execute("INSERT INTO people VALUES (?, ?, ?, ?)", typed)
        return redirect("/merci")

    app.add_url_rule("/", "form", form, methods=["GET", "POST"])
    app.add_url_rule("/merci", "thanks", lambda: "Merci.")
    return app
