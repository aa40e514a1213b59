import frappe

no_cache = 1


def get_context(context):
    context.said, context.typed = "open", frappe.form_dict.get("title", "")
    context.token = frappe.sessions.get_csrf_token()
    if frappe.request.method == "POST":
        save(context)


def save(context):
    frappe.db.set_default("ct_form", context.typed)
    sent = frappe.request.files.get("proof")
    if sent:
        frappe.db.set_default("ct_proof", f"{sent.filename}:{len(sent.read())}")
    try:
        frappe.get_doc(
            {"doctype": "Ct Thing", "title": context.typed, "colour": context.typed}
        ).insert(ignore_permissions=True)
    except frappe.ValidationError as problem:
        frappe.db.rollback()
        context.update(said=str(problem), http_status_code=417)
        return
    frappe.flags.redirect_location = "/plain"
    raise frappe.Redirect(303)
