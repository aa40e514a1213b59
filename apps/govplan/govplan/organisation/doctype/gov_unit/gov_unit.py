from frappe.utils.nestedset import NestedSet


class GovUnit(NestedSet):
    """"""
