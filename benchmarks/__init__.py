"""What our pages cost, beside an empty page served the same way in the same run: ``make bench``.

Server and client each have a core of their own, so that a page is compared with a page and not with the machine's
mood. Ratios are what counts: the figures themselves change with the machine.
"""
