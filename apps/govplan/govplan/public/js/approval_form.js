// On a Frappe bench the workflow's buttons carry no reason. An act that needs one asks for it here and
// goes through govplan's own door; the rules are the server's in either case.
const NEEDS_REASON = ["Return", "Supersede"];
const REASONS = [
  "Incomplete",
  "Wrong value",
  "Missing evidence",
  "Inconsistent",
  "Correction of published data",
  "Reform",
  "Other",
];

function askReason(action) {
  const fields = [
    {
      fieldname: "reason_code",
      fieldtype: "Select",
      label: __("Reason"),
      options: REASONS.map((value) => ({ value, label: __(value) })),
      reqd: 1,
    },
    { fieldname: "reason", fieldtype: "Small Text", label: __("Explanation"), reqd: 1 },
  ];
  frappe.dom.unfreeze();
  return new Promise((resolve) => frappe.prompt(fields, resolve, __(action), __(action)));
}

async function actWithReason(frm) {
  const action = frm.selected_workflow_action;
  if (!NEEDS_REASON.includes(action)) return;
  const said = await askReason(action);
  const { doctype, name, modified } = frm.doc;
  const done = await frappe.xcall("govplan.api.approval.act", {
    doctype,
    name,
    modified,
    act: action,
    ...said,
  });
  if (done.name === name) await frm.reload_doc();
  else frappe.set_route("Form", doctype, done.name);
  // The framework would take the same act again, without the reason.
  await Promise.reject(new Error("taken"));
}

for (const doctype of [
  "Gov Plan",
  "Gov POA",
  "Gov Progress Report",
  "Gov Participation Event",
  "Gov Agreement",
]) {
  frappe.ui.form.on(doctype, { before_workflow_action: actWithReason });
}
