"""The open dataset as tables: a row per unit, a row per line, and what every column means.

Column names are part of the data and never change with the language or the month.
"""

from collections.abc import Iterator
from typing import Any

from govplan.transparency.tables import Column, Kind, Row, Table

_TEXT, _NUMBER, _LINK = Kind.TEXT, Kind.NUMBER, Kind.LINK

UNIT_COLUMNS = {
    "code": Column("unidad_codigo", _TEXT, "Código de la unidad."),
    "name": Column("unidad", _TEXT, "Nombre de la unidad."),
    "process_family": Column("familia_de_procesos", _TEXT, "Familia de procesos de la unidad."),
    "parent": Column("unidad_superior_codigo", _TEXT, "Código de la unidad de la que depende."),
    "state": Column(
        "estado",
        _TEXT,
        "aprobado: hay reporte aprobado; no_aprobado: se envió y no se aprobó a tiempo;"
        " no_reportado: debía reportar y no lo hizo; no_vence: nada vencía este mes;"
        " sin_poa: la unidad no tiene POA aprobado.",
    ),
    "compliance": Column(
        "cumplimiento",
        _NUMBER,
        "Cumplimiento a la fecha en porcentaje: promedio ponderado de las líneas, cada una entre"
        " 0 y 100.",
    ),
    "compliance_raw": Column(
        "cumplimiento_sin_tope", _NUMBER, "El mismo promedio sin limitar cada línea a 100."
    ),
    "light": Column(
        "semaforo",
        _TEXT,
        "verde, amarillo, rojo, morado (revisar la programación), gris o negro (no reportado).",
    ),
    "due": Column("lineas_que_vencen", _NUMBER, "Líneas que debían tener valor este mes."),
    "reported": Column("lineas_reportadas", _NUMBER, "De ellas, las que lo tienen."),
    "on_time": Column("a_tiempo", _TEXT, "sí o no; vacío si no se envió el reporte."),
    "submitted_on": Column("enviado_el", _TEXT, "Día del envío, AAAA-MM-DD."),
    "narrative": Column("relato", _TEXT, "Lo que la unidad dice del mes."),
    "evidence": Column(
        "evidencia", _LINK, "Dirección de la primera evidencia pública de todo el reporte."
    ),
    "budget_programmed": Column(
        "presupuesto_programado", _NUMBER, "Monto programado del año, suma de las líneas."
    ),
    "budget_codified": Column("presupuesto_codificado", _NUMBER, "Monto codificado del año."),
    "budget_accrued": Column("presupuesto_devengado", _NUMBER, "Monto devengado a la fecha."),
    "financial": Column(
        "cumplimiento_financiero",
        _NUMBER,
        "Devengado sobre codificado, en porcentaje, de las líneas que dicen los dos.",
    ),
}
LINE_COLUMNS = {
    "row_key": Column("linea", _TEXT, "Clave de la línea del POA."),
    "indicator": Column("indicador_codigo", _TEXT, "Código del indicador."),
    "indicator_name": Column("indicador", _TEXT, "Nombre del indicador."),
    "activity": Column("actividad", _TEXT, "Actividad del POA."),
    "unit_of_measure": Column("unidad_de_medida", _TEXT, "En qué se mide."),
    "accumulation": Column(
        "acumulacion",
        _TEXT,
        "Cómo se juntan los meses: suma, flujo del período, nivel, mantenimiento, razón o hito.",
    ),
    "direction": Column(
        "sentido", _TEXT, "ascendente si más es mejor, descendente si menos lo es."
    ),
    "frequency": Column("frecuencia", _TEXT, "Cada cuánto se mide."),
    "weight": Column(
        "peso",
        _NUMBER,
        "Peso de la línea en el cumplimiento de la unidad; vacío si todas pesan lo mismo.",
    ),
    "baseline_value": Column("linea_base", _NUMBER, "Valor de partida; vacío si no se conoce."),
    "baseline_year": Column("linea_base_anio", _NUMBER, "Año de la línea base."),
    "annual_target": Column("meta_anual", _NUMBER, "Cantidad que se quiere alcanzar en el año."),
    "target_text": Column("meta_texto", _TEXT, "La meta como la redactó la municipalidad."),
    "programmed": Column("programado_mes", _NUMBER, "Lo programado para el mes o su período."),
    "programmed_to_date": Column(
        "programado_a_la_fecha", _NUMBER, "Con lo que se compara lo hecho a la fecha."
    ),
    "status": Column(
        "estado_del_valor",
        _TEXT,
        "reportado, no_reportado, no_vence (no se mide este mes), no_programado o no_aplica.",
    ),
    "value": Column("valor_mes", _NUMBER, "Lo hecho en el mes; vacío si no hay, nunca cero."),
    "numerator": Column("numerador", _NUMBER, "Numerador, si el indicador es una razón."),
    "denominator": Column("denominador", _NUMBER, "Denominador, si el indicador es una razón."),
    "to_date": Column("valor_a_la_fecha", _NUMBER, "Lo hecho desde enero o el último nivel."),
    "percent_month": Column("porcentaje_mes", _NUMBER, "Cumplimiento del mes."),
    "percent_to_date": Column("porcentaje_a_la_fecha", _NUMBER, "Cumplimiento a la fecha."),
    "percent_year": Column("porcentaje_del_anio", _NUMBER, "Parte de la meta anual alcanzada."),
    "light": Column("semaforo_linea", _TEXT, "Semáforo de la línea."),
    "unplanned": Column("no_planificado", _TEXT, "sí cuando hay valor sin nada programado."),
    "missing_reason": Column("motivo_sin_valor", _TEXT, "Por qué no hay valor."),
    "narrative": Column("relato", _TEXT, "Qué se hizo."),
    "cause": Column("causa", _TEXT, "Causa de la desviación."),
    "corrective_action": Column("medida_correctiva", _TEXT, "Qué se hará para corregirla."),
    "plan_node": Column("plan_elemento", _TEXT, "Clave del elemento del plan al que sirve."),
    "plan_node_title": Column("plan_elemento_titulo", _TEXT, "Título de ese elemento."),
    "territory": Column("territorio_codigo", _TEXT, "Código del territorio."),
    "territory_name": Column("territorio", _TEXT, "Territorio de la actividad."),
    "sdg_goal": Column("ods", _NUMBER, "Objetivo de Desarrollo Sostenible."),
    "sdg_target": Column("ods_meta", _TEXT, "Código oficial de la meta de los ODS, como 11.3."),
    "budget_programmed": Column("presupuesto_programado", _NUMBER, "Monto programado del año."),
    "budget_codified": Column("presupuesto_codificado", _NUMBER, "Monto codificado."),
    "budget_accrued": Column("presupuesto_devengado", _NUMBER, "Monto devengado a la fecha."),
    "evidence": Column("evidencia", _LINK, "Dirección de la primera evidencia pública."),
    "plan_level": Column(
        "nivel_del_plan", _TEXT, "Qué parte del plan mide: objetivo, meta, resultado, producto…"
    ),
    "indicator_type": Column("tipo_de_indicador", _TEXT, "estratégico o de gestión."),
    "dimension": Column("dimension", _TEXT, "eficacia, eficiencia, calidad o economía."),
    "mga_code": Column("producto_mga", _TEXT, "Código del producto en el catálogo de Colombia."),
    "source": Column("fuente", _TEXT, "De dónde salen los datos."),
    "means_of_verification": Column("medios_de_verificacion", _TEXT, "Con qué se puede comprobar."),
    "assumptions": Column("supuestos", _TEXT, "De qué depende que se pueda cumplir."),
    "owner_post": Column("cargo_responsable", _TEXT, "Cargo que responde por el indicador."),
    "owner_unit": Column("unidad_responsable", _TEXT, "Unidad de ese cargo."),
    "term_target": Column("meta_del_periodo", _NUMBER, "Meta de todos los años del plan."),
    "term_achieved": Column(
        "logrado_en_el_periodo", _NUMBER, "Lo logrado en los años con meta, según lo aprobado."
    ),
    "term_percent": Column("porcentaje_del_periodo", _NUMBER, "Parte alcanzada de esa meta."),
    "original_target": Column(
        "meta_original", _NUMBER, "Meta del año antes de que un acto la ajustara; vacía si ninguno."
    ),
    "adjusted_target": Column(
        "meta_ajustada", _NUMBER, "Meta del año según el último acto que la ajustó."
    ),
    "target_act": Column("acto_de_ajuste", _TEXT, "Ese acto."),
}
PLAN_COLUMNS = {
    "plan": Column("plan_codigo", _TEXT, "Código del plan."),
    "plan_name": Column("plan", _TEXT, "Nombre del plan."),
    "version": Column("version", _NUMBER, "Versión del plan."),
    "code": Column(
        "elemento_codigo", _TEXT, "Código del elemento; vacío en la fila del plan entero."
    ),
    "title": Column("elemento", _TEXT, "Título del elemento."),
    "level": Column("nivel", _TEXT, "Cómo llama el plan a ese nivel."),
    "parent": Column("elemento_superior_codigo", _TEXT, "Elemento del que es parte."),
    "weight": Column(
        "peso", _NUMBER, "Peso entre los elementos del mismo nivel; vacío si pesan igual."
    ),
    "percent": Column(
        "avance",
        _NUMBER,
        "Promedio ponderado de lo que tiene debajo, cada línea entre 0 y 100, a la fecha.",
    ),
    "raw_percent": Column("avance_sin_tope", _NUMBER, "El mismo promedio sin limitar a 100."),
    "own_percent": Column(
        "avance_de_sus_lineas", _NUMBER, "Solo con las líneas del propio elemento."
    ),
    "light": Column("semaforo", _TEXT, "Semáforo del avance."),
    "reported": Column("lineas_reportadas", _NUMBER, "Líneas con cifra, suyas y de abajo."),
    "applicable": Column("lineas_que_cuentan", _NUMBER, "Líneas que debían tener cifra."),
    "lines": Column("lineas", _NUMBER, "Todas las líneas, también las que no vencían."),
    "measured": Column("elementos_con_indicador", _NUMBER, "Elementos finales con líneas."),
    "measurable": Column("elementos_finales", _NUMBER, "Elementos finales que hay."),
}
_OF_UNIT = ("code", "name", "state")
DICTIONARY_COLUMNS = (
    Column("tabla", _TEXT, "Tabla a la que pertenece la columna."),
    Column("columna", _TEXT, "Nombre de la columna."),
    Column("significado", _TEXT, "Qué contiene."),
)
UNITS, LINES, PLANS, DICTIONARY = "unidades", "lineas", "planes", "diccionario"

_WORDS = {
    "approved": "aprobado",
    "not_approved": "no_aprobado",
    "not_reported": "no_reportado",
    "not_due": "no_vence",
    "no_poa": "sin_poa",
    "Governing": "gobernante",
    "Value-adding": "agregador de valor",
    "Decentralised": "desconcentrado",
    "Support and advice": "apoyo y asesoría",
    "Green": "verde",
    "Yellow": "amarillo",
    "Red": "rojo",
    "Purple": "morado",
    "Grey": "gris",
    "Black": "negro",
    "Reported": "reportado",
    "Not reported": "no_reportado",
    "Not due": "no_vence",
    "Not programmed": "no_programado",
    "Not applicable": "no_aplica",
    "Cumulative": "suma",
    "Period flow": "flujo del período",
    "Level": "nivel",
    "Maintenance": "mantenimiento",
    "Ratio": "razón",
    "Milestone": "hito",
    "Ascending": "ascendente",
    "Descending": "descendente",
    "Monthly": "mensual",
    "Bimonthly": "bimestral",
    "Quarterly": "trimestral",
    "Four-monthly": "cuatrimestral",
    "Half-yearly": "semestral",
    "Yearly": "anual",
    "Objective": "objetivo",
    "Goal": "meta",
    "Result": "resultado",
    "Product": "producto",
    "End": "fin",
    "Purpose": "propósito",
    "Component": "componente",
    "Activity": "actividad",
    "Strategic": "estratégico",
    "Management": "de gestión",
    "Efficacy": "eficacia",
    "Efficiency": "eficiencia",
    "Quality": "calidad",
    "Economy": "economía",
    "Director": "dirección",
    "Coordinator": "coordinación",
    "Mayor": "alcaldía",
    "Planner": "planificación",
    "Transparency Officer": "transparencia",
    "Promoter": "promotoría",
}
# Where a word of the records is printed; everywhere else the same letters are people's text.
_CODED = frozenset(
    {
        "state",
        "process_family",
        "light",
        "status",
        "accumulation",
        "direction",
        "frequency",
        "plan_level",
        "indicator_type",
        "dimension",
        "owner_post",
    }
)


def tables(content: dict[str, Any]) -> tuple[Table, ...]:
    """Units, lines, plans, and the dictionary of all; what a content does not tell stays empty.

    Editions keep the content they were published with, some from before there was a column.
    """
    units = tuple(_unit_row(unit) for unit in content["units"])
    lines = tuple(_line_row(unit, line) for unit in content["units"] for line in unit["lines"])
    line_columns = (*(UNIT_COLUMNS[key] for key in _OF_UNIT), *LINE_COLUMNS.values())
    return (
        Table(UNITS, tuple(UNIT_COLUMNS.values()), units),
        Table(LINES, line_columns, lines),
        Table(PLANS, tuple(PLAN_COLUMNS.values()), tuple(_plan_rows(content))),
        Table(DICTIONARY, DICTIONARY_COLUMNS, _dictionary(line_columns)),
    )


def csv_name(edition: str, position: int, table: Table) -> str:
    """The lines are the dataset; units and dictionary go with them."""
    return f"{edition}.csv" if table.name == LINES else f"{edition}-{table.name}.csv"


def _unit_row(unit: dict[str, Any]) -> Row:
    return Row(tuple(_cell(key, unit.get(key)) for key in UNIT_COLUMNS), unit["name"])


def _line_row(unit: dict[str, Any], line: dict[str, Any]) -> Row:
    own = (_cell(key, line.get(key)) for key in LINE_COLUMNS)
    cells = (*(_cell(key, unit[key]) for key in _OF_UNIT), *own)
    about = " / ".join(filter(None, (unit["name"], line["indicator_name"], line["activity"])))
    return Row(cells, about)


def _plan_rows(content: dict[str, Any]) -> Iterator[Row]:
    """The plan as a whole, then its elements; months published before plans had progress: none."""
    for plan in content.get("plans", ()):
        known = {"plan": plan["code"], "plan_name": plan["name"], "version": plan["version"]}
        for told in ({**plan, "code": "", "title": ""}, *plan["nodes"]):
            cells = tuple(_cell(key, {**told, **known}.get(key)) for key in PLAN_COLUMNS)
            yield Row(cells, " ".join(filter(None, (plan["name"], told["code"], told["title"]))))


def _dictionary(line_columns: tuple[Column, ...]) -> tuple[Row, ...]:
    explained = [(UNITS, column) for column in UNIT_COLUMNS.values()]
    explained += [(LINES, column) for column in line_columns]
    explained += [(PLANS, column) for column in PLAN_COLUMNS.values()]
    return tuple(
        Row((table, column.heading, column.meaning), f"{table}.{column.heading}")
        for table, column in explained
    )


def _cell(key: str, value: Any) -> str | None:
    if key == "evidence":
        return next((piece["url"] for piece in value if piece["url"]), None)
    if isinstance(value, bool):
        return "sí" if value else "no"
    if value is None or value == "":
        return None
    return _WORDS.get(str(value), str(value)) if key in _CODED else str(value)
