"""What templates of the app may use."""


def add_town(context):
    return {"town": "Ciudad Ejemplo"}


def shout(text):
    return f"{text}!"


def loud(text):
    return text.upper()


def _hidden():
    return "hidden"
