"""Places offered to structures, as organisers see them."""

from meetups.pages.blocks import block_pages

__all__ = ["block_pages"]
