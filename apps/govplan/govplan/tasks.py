"""What the scheduler runs."""

from govplan.monitoring import calendar, reminders
from govplan.organisation.roles import follow_all_posts
from govplan.portal import static_site


def keep_the_calendar() -> None:
    """Every hour: whatever the month's calendar has due."""
    calendar.keep()


def remind() -> None:
    """Every hour, after the calendar: those who have a last day before or behind them."""
    reminders.remind()


def write_the_portal() -> None:
    """Every night: the portal's files, where the site keeps any; promises grow late by the day."""
    static_site.refresh()


def follow_the_posts() -> None:
    """Every hour: roles begin and end with the posts of the day."""
    follow_all_posts()
