"""Limits on what anyone may write, signed in or not."""

from datetime import timedelta

LONGEST = 2000
"""Characters of one remark: half a page."""
WINDOW = timedelta(hours=1)
MOST_ANONYMOUS = 60
"""Remarks an hour from everyone who is not signed in, together."""
MOST_BY_ACCOUNT = 20
"""Remarks an hour from one account: a flood from outside does not silence the people we know."""
