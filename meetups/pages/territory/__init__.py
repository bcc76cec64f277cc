"""The organisers’ pages about areas and care pathways."""

from meetups.pages.territory import area_pages, area_steps, pathway_pages

__all__ = ["area_pages", "area_steps", "pathway_pages"]
