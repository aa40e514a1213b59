"""Units, plans, indicators and POAs come in from a sheet and go out as the same sheet."""

import pytest
import records
import town as towns

from govplan.loading.exports import export
from govplan.loading.faults import sentence
from govplan.loading.files import read_file
from govplan.loading.headings import propose
from govplan.loading.kinds.registry import KINDS
from govplan.loading.loads import Mode, load

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


def loaded(kind: str, content: bytes, mode: Mode = Mode.WHOLE, plan: str = ""):
    sheets = read_file(content)
    mapping = propose(KINDS[kind].columns(), sheets)
    sheet = next(one for one in sheets if one.name == mapping.sheet)
    return load(KINDS[kind], sheet, mapping, mode, plan, source="a test")


def said(outcome) -> list[str]:
    return [sentence(fault) for fault in outcome.faults]


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("kind", ["units", "plans", "indicators", "poas"])
def test_what_is_exported_loads_back_and_changes_nothing(town, kind, form):
    records.plan(town)
    outcome = loaded(kind, export(KINDS[kind], form))
    assert said(outcome) == []
    changed = [(one.wish.name, one.differences) for one in (*outcome.created, *outcome.updated)]
    assert changed == []
    assert len(outcome.unchanged) > 0
    assert not outcome.ignored
