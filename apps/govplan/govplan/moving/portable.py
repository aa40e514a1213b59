"""Which of the framework's own records travel with govplan's, and which of their columns.

Only columns that every framework has, and no secret: those change hands separately, if at all.
"""

COLUMNS = {
    "Comment": (
        "comment_type comment_email comment_by subject published seen "
        "reference_doctype reference_name reference_owner content"
    ),
    "Custom DocPerm": (
        "parent role permlevel if_owner select read write create delete submit cancel amend "
        "report export import share print email"
    ),
    "Custom Field": (
        "dt fieldname label fieldtype insert_after options default reqd unique search_index length "
        "precision non_negative read_only hidden allow_on_submit no_copy permlevel fetch_from "
        "fetch_if_empty ignore_user_permissions in_list_view in_standard_filter in_global_search "
        "depends_on mandatory_depends_on read_only_depends_on translatable print_hide report_hide "
        "bold description ignore_xss_filter collapsible columns is_virtual"
    ),
    "Deleted Document": "deleted_name deleted_doctype restored new_name data",
    "DocShare": "user share_doctype share_name read write share submit everyone notify_by_email",
    "File": (
        "file_name is_private file_type file_size file_url folder is_folder "
        "attached_to_doctype attached_to_name attached_to_field content_hash"
    ),
    "Has Role": "parent parentfield parenttype role",
    "Notification Log": (
        "subject for_user from_user type email_content document_type document_name link read"
    ),
    "Property Setter": "doctype_or_field doc_type field_name property property_type value",
    "Role": "role_name home_page disabled is_custom desk_access",
    "ToDo": (
        "status priority date allocated_to description reference_type reference_name role "
        "assigned_by assigned_by_full_name"
    ),
    "User": (
        "enabled email first_name last_name full_name username language time_zone user_image "
        "mobile_no phone user_type"
    ),
    "User Permission": (
        "user allow for_value is_default apply_to_all_doctypes applicable_for hide_descendants"
    ),
    "Version": "ref_doctype docname data",
    "Workflow": (
        "workflow_name document_type is_active override_status send_email_alert "
        "workflow_state_field"
    ),
    "Workflow Action": (
        "status reference_name reference_doctype user workflow_state completed_by_role completed_by"
    ),
    "Workflow Action Master": "workflow_action_name",
    "Workflow Action Permitted Role": "parent parentfield parenttype role",
    "Workflow Document State": (
        "parent parentfield parenttype state doc_status allow_edit update_field update_value "
        "is_optional_state avoid_status_override send_email message"
    ),
    "Workflow State": "workflow_state_name icon style",
    "Workflow Transition": (
        "parent parentfield parenttype state action next_state allowed allow_self_approval "
        "send_email_to_creator condition"
    ),
}
STAMPS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
SYSTEM_SETTINGS = (
    "language",
    "time_zone",
    "date_format",
    "time_format",
    "number_format",
    "first_day_of_the_week",
    "float_precision",
    "currency_precision",
)
# What people may have named in records of govplan: (DocType, the field that names its DocType).
ABOUT = {
    "Comment": "reference_doctype",
    "Custom DocPerm": "parent",
    "Custom Field": "dt",
    "Deleted Document": "deleted_doctype",
    "DocShare": "share_doctype",
    "Notification Log": "document_type",
    "Property Setter": "doc_type",
    "ToDo": "reference_type",
    "Version": "ref_doctype",
    "Workflow": "document_type",
    "Workflow Action": "reference_doctype",
}
# Child tables of the above: (DocType, parent DocType).
ROWS_OF = {
    "Workflow Action Permitted Role": "Workflow Action",
    "Workflow Document State": "Workflow",
    "Workflow Transition": "Workflow",
    "Has Role": "User",
}
BUILT_IN_USERS = ("Administrator", "Guest")


def columns(doctype: str) -> list[str]:
    """The columns of a framework's DocType that travel."""
    return sorted({*STAMPS, *COLUMNS[doctype].split()})
