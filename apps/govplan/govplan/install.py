"""What a site needs before its first record, made when missing and never overwritten."""

from govplan.setup import (
    event_types,
    formats,
    population_groups,
    sdg,
    settings,
    unit_kinds,
    units_of_measure,
    workflows,
)


def after_sync() -> None:
    """Once the app's records and fixtures are in: the rest of a working site."""
    _complete()


def after_migrate() -> None:
    """The same, for what a newer version brings."""
    _complete()


def _complete() -> None:
    settings.fill_missing()
    unit_kinds.create_missing()
    workflows.create_missing()
    formats.create_missing()
    event_types.create_missing()
    units_of_measure.create_missing()
    sdg.create_missing()
    population_groups.create_missing()
