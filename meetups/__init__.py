"""Parenthèse Réseau."""
