"""Who is who: professionals, their professions, role profiles, care pathways and structures."""
