"""The organisers’ pages about areas, what parts them, days to mind, and care pathways."""

from meetups.pages.territory import area_pages, area_steps, barrier_pages, day_note_pages, pathway_pages

__all__ = ["area_pages", "area_steps", "barrier_pages", "day_note_pages", "pathway_pages"]
