"""The publication formats a new site begins with; afterwards they are the officer's to change."""

import frappe
from frappe import _

from govplan.transparency.language import speaking, town_language

# LOTAIP 2023 was published on 7 February 2023; until then article 7 of the law of 2004 held.
_LAST_DAY_OF_2004_LAW = "2023-02-06"
_FIRST_DAY_OF_2023_LAW = "2023-02-07"


def create_missing() -> None:
    """Insert the formats that are not there; those that are stay as they were left."""
    with speaking(town_language()):
        for values in (*_months(), *_records(), _organisation()):
            if not frappe.db.exists("Gov Publication Format", values["format_code"]):
                frappe.get_doc({"doctype": "Gov Publication Format", **values}).insert()


def _months() -> list[dict[str, object]]:
    return [
        {
            "format_code": "EC-a4",
            "title": "Literal a4) Metas y objetivos de las unidades administrativas",
            "country": "EC",
            "legal_reference": "LOTAIP (2004), artículo 7, literal a4)",
            "builder": "ec_a4",
            "subject": "Month",
            "periodicity": "Mensual",
            "enabled": 1,
            "valid_to": _LAST_DAY_OF_2004_LAW,
        },
        {
            "format_code": "EC-1.3",
            "title": "Numeral 1.3: Metas y objetivos de las unidades administrativas",
            "country": "EC",
            "legal_reference": "LOTAIP (2023), artículo 19, numeral 1.3",
            "builder": "ec_1_3",
            "subject": "Month",
            "periodicity": "Mensual",
            "enabled": 1,
            "valid_from": _FIRST_DAY_OF_2023_LAW,
        },
        {
            "format_code": "OPEN",
            "title": _("Open data of progress"),
            "country": "Any",
            "builder": "open_data",
            "subject": "Month",
            "periodicity": "R/P1M",
            "enabled": 1,
        },
    ]


def _organisation() -> dict[str, object]:
    return {
        "format_code": "ORG",
        "title": _("Organisation"),
        "country": "Any",
        "builder": "organisation",
        "subject": "Municipality",
        "periodicity": _("When it changes"),
        "enabled": 1,
    }


def _records() -> list[dict[str, object]]:
    titles = {
        "plan": _("Plan"),
        "event": _("Participation event"),
        "agreement": _("Agreement"),
        "annual_report": _("Annual report"),
    }
    return [
        {
            "format_code": builder.split("_")[0].upper(),
            "title": title,
            "country": "Any",
            "builder": builder,
            "subject": "Record",
            "periodicity": _("At each approval"),
            "enabled": 1,
        }
        for builder, title in titles.items()
    ]
