"""The organisers’ pages about who lends rooms, and the rooms."""

from meetups.pages.places import edit_host_page, hosts_page

__all__ = ["edit_host_page", "hosts_page"]
