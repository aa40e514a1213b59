import frappe

from govplan.domain.proofs import link_fingerprint


def execute() -> None:
    """Proofs attached before repeated ones were looked for have no fingerprint."""
    proof = frappe.qb.DocType("Gov Evidence")
    frappe.qb.update(proof).set(proof.fingerprint, proof.sha256).where(proof.kind == "File").run()
    links = frappe.get_all(
        "Gov Evidence",
        filters={"kind": "URL"},
        fields=["name", "url"],
        order_by="name asc",
        limit=0,
    )
    for link in links:
        found = link_fingerprint(link.url or "")
        frappe.db.set_value("Gov Evidence", link.name, "fingerprint", found, update_modified=False)
