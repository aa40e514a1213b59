"""Units of the municipality: the organisation chart as a sheet."""

from govplan.loading.fields import Wanted
from govplan.loading.kinds.records import RecordKind


class Units(RecordKind):
    """One row a unit."""

    name = "units"
    title = "Units"
    about = "The organisation chart: one row a unit, each under the code of the one above it."
    doctype = "Gov Unit"
    key_columns = ("code",)
    parent = "parent_gov_unit"
    others = ("merged_into",)
    wanted = Wanted(
        required=("code", "unit_name", "kind"),
        names={
            "code": ("Código de la unidad", "Unit code", "Clave"),
            "unit_name": (
                "Nombre de la unidad",
                "Unidad",
                "Unidad administrativa",
                "Dependencia",
                "Área",
                "Descripción de la unidad",
            ),
            "kind": ("Tipo", "Tipo de unidad", "Clase"),
            "acronym": ("Sigla", "Siglas"),
            "parent_gov_unit": ("Depende de", "Unidad superior", "Código superior", "Parent"),
            "objective": ("Objetivo de la unidad", "Objetivo general"),
            "process_family": ("Tipo de proceso", "Proceso"),
            "contact_email": ("Correo", "Correo electrónico", "Email"),
            "contact_phone": ("Teléfono", "Telephone"),
            "valid_from": ("Desde", "Vigente desde"),
            "valid_to": ("Hasta", "Vigente hasta"),
        },
    )
