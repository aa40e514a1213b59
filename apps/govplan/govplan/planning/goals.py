"""The Sustainable Development Goals a record says it serves."""

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from govplan.errors import Fault
from govplan.planning import sdg
from govplan.typed import place_of


def goal_faults(doc: Document) -> list[Fault]:
    """Of a record with one goal, by number (0 for none), and one target of it.

    A target named alone brings its goal.
    """
    doc.sdg_target = cstr(doc.sdg_target).strip().lower()
    if not 0 <= cint(doc.sdg_goal) <= sdg.GOALS:
        return [Fault("", "sdg_goal", _("SDG goal: a number from 1 to {0}.").format(sdg.GOALS))]
    if not doc.sdg_target:
        return []
    goal, words = _judged(str(cint(doc.sdg_goal) or ""), doc.sdg_target)
    doc.sdg_goal = cint(goal)
    said = _("SDG target: {0}").format(words)
    return [Fault("", "sdg_target", said)] if words else []


def goal_rows_faults(doc: Document) -> list[Fault]:
    """Of a record with several, in the table `sdg`."""
    faults, seen = [], set()
    for row in doc.sdg:
        row.sdg_goal, words = _judged(cstr(row.sdg_goal), cstr(row.sdg_target))
        key, where = place_of(doc, "sdg", row)
        if not words and (row.sdg_goal, row.sdg_target or "") in seen:
            words = _("it is there twice.")
        seen.add((row.sdg_goal, row.sdg_target or ""))
        if words:
            faults.append(Fault(key, "sdg_target", f"{where}: {words}"))
    return faults


def _judged(goal: str, target: str) -> tuple[str, str]:
    """The goal, and what is wrong with the pair; nothing when it holds."""
    if not target:
        return goal, "" if goal else _("choose a goal or one of its targets.")
    entry = sdg.entries().get(target)
    if entry is None or not entry.is_target:
        return goal, _("{0} is not one of the 169 SDG targets.").format(target)
    if goal and goal != entry.goal:
        return goal, _("target {0} belongs to goal {1}, not to {2}.").format(
            target, entry.goal, goal
        )
    return entry.goal, ""
