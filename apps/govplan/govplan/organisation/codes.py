"""Codes: the short names that become addresses and keys, written one way."""

import re

from frappe import _

from govplan.errors import BadRecord, refuse
from govplan.typed import text

# At least one letter or digit: dots alone would lead an address elsewhere.
_CODE = re.compile(r"(?=.*\w)[\w.\-]{1,60}")


def code_from(typed: object) -> str:
    """Trimmed, composed and in capitals. Raises BadRecord unless letters, digits, `.`, `-`, `_`."""
    code = text(typed).upper()
    if not _CODE.fullmatch(code):
        message = _("Code “{0}”: use letters, digits, dots and hyphens, up to 60, without spaces.")
        refuse(message.format(code), BadRecord)
    return code
