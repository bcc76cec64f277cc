"""The opening guide of a real installation, its letterhead, and the demo's tour."""

from meetups.pages.opening import letterhead, mail, people, start, team, terminal, territory, tour

__all__ = ["letterhead", "mail", "people", "start", "team", "terminal", "territory", "tour"]
