"""Invented people, words and places of the demo: plain data, and draws from a given ``random.Random``."""
