"""iCalendar out: invitations, updates, cancellations, feeds (RFC 5545, 5546, 7986). No clock, no network."""
