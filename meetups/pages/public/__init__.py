"""What anyone may read: home, the lunches, how a town hall hosts one."""

from meetups.pages.public import calendar_file, feeds, home, lunch, lunches, town_halls

__all__ = ["calendar_file", "feeds", "home", "lunch", "lunches", "town_halls"]
