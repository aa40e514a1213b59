from ctapp import log


def execute():
    """Leaves its name."""
    log.note("second")
