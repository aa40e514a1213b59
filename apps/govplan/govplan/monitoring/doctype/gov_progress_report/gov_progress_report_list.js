// Each row leads to the page of daily work.
frappe.listview_settings["Gov Progress Report"] = {
  hide_name_column: true,
  button: {
    show: () => true,
    get_label: () => __("Open page"),
    get_description: (doc) => __("Open {0}", [doc.title || doc.name]),
    action: (doc) => window.open(`/gestion/reportes/${encodeURIComponent(doc.name)}`),
  },
};
