"""The organisers’ pages about people, lunches and answers."""
