"""Date polls: before a date is fixed, the few whose presence decides say which slots suit them."""
