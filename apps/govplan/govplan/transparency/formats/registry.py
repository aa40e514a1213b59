"""Which module of govplan makes which format."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govplan.transparency.formats import (
    agreement,
    annual_report,
    ec_1_3,
    ec_a4,
    event,
    open_data,
    organisation,
    plan,
)
from govplan.transparency.formats.collected import Collected
from govplan.transparency.packaging import CsvName, default_csv_name
from govplan.transparency.tables import Table

RECORD_FORMATS = {
    "Gov Plan": "PLAN",
    "Gov Participation Event": "EVENT",
    "Gov Agreement": "AGREEMENT",
    "Gov Annual Report": "ANNUAL",
}
ORGANISATION_FORMAT = "ORG"


@dataclass(frozen=True)
class Builder:
    """`collect` reads approved data into content; `tables` makes of content what is printed.

    `language` is set where the law fixes the language; `is_scored` where it is judged by the
    authority's rules; `subject_of` gives the public name of a record. `documents` is the path of
    the function that writes a draft's documents for readers: named and not imported, since their
    libraries are heavy.
    """

    collect: Callable[[Any, Any], Collected]
    tables: Callable[[dict[str, Any]], tuple[Table, ...]]
    csv_name: CsvName = default_csv_name
    language: str | None = None
    is_scored: bool = False
    subject_of: Callable[[Any], str] = str
    documents: str = ""


BUILDERS = {
    "ec_a4": Builder(ec_a4.collect, ec_a4.tables, language="es", is_scored=True),
    "ec_1_3": Builder(ec_1_3.collect, ec_1_3.tables, ec_1_3.csv_name, "es", is_scored=True),
    "open_data": Builder(open_data.collect, open_data.tables, open_data.csv_name),
    "plan": Builder(plan.collect, plan.tables, subject_of=plan.subject_of),
    "event": Builder(event.collect, event.tables, subject_of=event.subject_of),
    "organisation": Builder(organisation.collect, organisation.tables),
    "agreement": Builder(agreement.collect, agreement.tables, subject_of=agreement.subject_of),
    "annual_report": Builder(
        annual_report.collect,
        annual_report.tables,
        subject_of=annual_report.subject_of,
        documents="govplan.annual.documents.write",
    ),
}


def builder_of(fmt: Any) -> Builder:
    """The builder a format names. Raises KeyError for one that does not exist."""
    return BUILDERS[fmt.builder]
