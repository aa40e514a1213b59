"""The query builder: tables, fields, order, cases."""

from frappe_embedded.builder import Case as Case
from frappe_embedded.builder import Criterion as Criterion
from frappe_embedded.builder import CustomFunction as CustomFunction
from frappe_embedded.builder import DocType as DocType
from frappe_embedded.builder import Field as Field
from frappe_embedded.builder import Order as Order
from frappe_embedded.builder import Table as Table
