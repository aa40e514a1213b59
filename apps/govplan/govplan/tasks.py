"""What the scheduler runs."""

from govplan.monitoring import calendar


def keep_the_calendar() -> None:
    """Every hour: whatever the month's calendar has due."""
    calendar.keep()
