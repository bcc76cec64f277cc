"""Hosts and rooms as organisers see them."""
