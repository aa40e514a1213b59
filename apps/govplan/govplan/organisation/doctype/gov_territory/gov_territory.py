from frappe.utils.nestedset import NestedSet


class GovTerritory(NestedSet):
    """"""
