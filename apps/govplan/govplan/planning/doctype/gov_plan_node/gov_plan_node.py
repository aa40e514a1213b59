from frappe.utils.nestedset import NestedSet


class GovPlanNode(NestedSet):
    """"""
