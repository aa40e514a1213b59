"""The usual ways a municipality meets its people, and the steps that make each one hold."""

import frappe

_CALL = ("Convocatoria", 1)
_ENABLING = ("Habilitación del órgano", 1)
_HELD = ("Realización", 1)
_CHAIR = ("Presidencia comprobada", 1)
_DELEGATION = ("Acto de delegación, si preside una persona delegada", 0)
_RESOLUTION = ("Resolución de cierre", 1)
_DEMANDS = ("Demandas recogidas", 1)
_COMMITMENTS = ("Compromisos asumidos", 1)
_ATTENDANCE = ("Registro de asistencia", 1)
_MINUTES = ("Acta", 1)

_FORMAL = (
    _CALL,
    _ENABLING,
    _HELD,
    _CHAIR,
    _DELEGATION,
    _ATTENDANCE,
    _MINUTES,
    _DEMANDS,
    _COMMITMENTS,
    _RESOLUTION,
)
_OPEN = (_CALL, _HELD, _ATTENDANCE, _MINUTES, _DEMANDS, _COMMITMENTS)
_FIELD = (_HELD, _MINUTES, _DEMANDS, _COMMITMENTS)
_ACCOUNT = (
    ("Planificación por la ciudadanía", 1),
    ("Evaluación e informe", 1),
    _CALL,
    ("Deliberación pública", 1),
    _ATTENDANCE,
    _MINUTES,
    ("Incorporación de la opinión ciudadana y seguimiento", 1),
)
_BUDGET = (
    _CALL,
    ("Techo presupuestario informado", 1),
    ("Ideas registradas", 1),
    ("Factibilidad de las ideas", 1),
    ("Priorización o votación", 1),
    _ATTENDANCE,
    _MINUTES,
    ("Lista de proyectos ganadores", 1),
)
_REGISTER = (_HELD, _ATTENDANCE, ("Asunto tratado", 1))

# Name, legal reference where one is established, steps.
_TYPES = (
    ("Audiencia pública", "Ley Orgánica de Participación Ciudadana, arts. 73 a 75", _FORMAL),
    ("Asamblea", "", _OPEN),
    ("Asamblea local", "", _FORMAL),
    ("Mesa de diálogo", "", _OPEN),
    ("Mesa de trabajo", "", _OPEN),
    ("Encuentro ciudadano", "", _OPEN),
    ("Cabildo popular", "", _FORMAL),
    ("Consejo de planificación local", "", _FORMAL),
    ("Recorrido", "", _FIELD),
    ("Consulta", "", _OPEN),
    ("Veeduría", "", _OPEN),
    ("Silla vacía", "", _FORMAL),
    ("Rendición de cuentas", "", _ACCOUNT),
    ("Reunión de autoridad", "LOTAIP (2023), artículo 19, numeral 17", _REGISTER),
    ("Presupuesto participativo", "", _BUDGET),
)


def create_missing() -> None:
    """Insert the types that are not there; those that are stay as they were left."""
    for name, legal_reference, steps in _TYPES:
        if not frappe.db.exists("Gov Event Type", name):
            frappe.get_doc(
                {
                    "doctype": "Gov Event Type",
                    "type_name": name,
                    "legal_reference": legal_reference,
                    "steps": [{"step": step, "required": required} for step, required in steps],
                }
            ).insert()
