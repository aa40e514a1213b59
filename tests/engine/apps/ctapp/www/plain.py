from ctapp import log


def get_context(context):
    log.note("plain")
