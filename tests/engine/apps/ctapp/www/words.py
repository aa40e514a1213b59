no_cache = 1


def get_context(context):
    return {"bold": "<b>raw</b>"}
