"""What the scheduler runs."""

from govplan.monitoring import calendar
from govplan.organisation.roles import follow_all_posts


def keep_the_calendar() -> None:
    """Every hour: whatever the month's calendar has due."""
    calendar.keep()


def follow_the_posts() -> None:
    """Every hour: roles begin and end with the posts of the day."""
    follow_all_posts()
