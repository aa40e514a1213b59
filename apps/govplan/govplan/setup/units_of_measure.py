"""The units of measure a municipality usually counts in; afterwards they are planning's."""

import frappe

# Name, symbol, largest value, decimals; none is below zero. A count has no decimals.
_COMMON = (
    ("%", "%", "100", ""),
    ("personas", "", "", "0"),
    ("familias", "", "", "0"),
    ("hogares", "", "", "0"),
    ("viviendas", "", "", "0"),
    ("trámites", "", "", "0"),
    ("eventos", "", "", "0"),
    ("informes", "", "", "0"),
    ("obras", "", "", "0"),
    ("unidades", "", "", "0"),
    ("días", "", "", ""),
    ("horas", "h", "", ""),
    ("m", "m", "", ""),
    ("km", "km", "", ""),
    ("m2", "m²", "", ""),
    ("ha", "ha", "", ""),
    ("m3", "m³", "", ""),
    ("t", "t", "", ""),
    ("USD", "USD", "", "2"),
)


def create_missing() -> None:
    """Insert the units that are not there; those that are stay as they were left."""
    for name, symbol, largest, decimals in _COMMON:
        if not frappe.db.exists("Gov Unit Of Measure", name):
            frappe.get_doc(
                {
                    "doctype": "Gov Unit Of Measure",
                    "unit_name": name,
                    "symbol": symbol,
                    "legal_min": "0",
                    "legal_max": largest,
                    "decimals": decimals,
                }
            ).insert()
