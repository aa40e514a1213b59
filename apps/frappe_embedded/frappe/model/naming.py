"""Names of new records."""

from frappe_embedded.naming import get_default_naming_series as get_default_naming_series
from frappe_embedded.naming import getseries as getseries
from frappe_embedded.naming import make_autoname as make_autoname
from frappe_embedded.naming import parse_naming_series as parse_naming_series
from frappe_embedded.naming import revert_series_if_last as revert_series_if_last
from frappe_embedded.naming import set_new_name as set_new_name
from frappe_embedded.naming import validate_name as validate_name
