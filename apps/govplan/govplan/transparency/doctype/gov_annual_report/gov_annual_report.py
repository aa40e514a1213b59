from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.annual.gathering import sources_of
from govplan.behaviours.approvable import Approvable
from govplan.domain.chain import canonical_json
from govplan.errors import BadRecord, Fault, ValueMissing, refuse_faults
from govplan.transparency.publication import publish_record
from govplan.typed import text

_FIRST_YEAR, _LAST_YEAR = 1900, 9999
# Frappe's "read only" binds forms, not requests.
_FIXED = ("year", "version", "generated_at", "sources")
_FIXED_IN_SECTIONS = ("kind", "subject", "title", "figures")


class GovAnnualReport(Approvable, Document):
    """What the municipality tells its people of a whole year, from what it published in it.

    `flags.generating` marks the save that takes figures anew.
    """

    def autoname(self) -> None:
        self.name = f"INF-{cint(self.year)}"

    def check_content(self) -> None:
        refuse_faults(self.year_faults())
        self.keep_what_is_generated()
        self.version = cint(self.version) or 1
        self.title = text(self.title) or _("Report of the year {0}").format(self.year)
        self.introduction, self.closing = text(self.introduction), text(self.closing)
        for section in self.sections:
            section.narrative = text(section.narrative)

    def faults_before_submit(self) -> list[Fault]:
        return [*self.text_faults(), *self.figure_faults()]

    def on_approved(self) -> None:
        publish_record(self)

    def copy_for_next_version(self, new: Document) -> None:
        new.version = cint(self.version) + 1

    def keep_what_is_generated(self) -> None:
        """Planning writes the words; figures are taken from editions, and by nobody's hand."""
        if self.flags.generating or self.flags.written_by_govplan:
            return
        before = self.get_doc_before_save()
        if before is None:
            self.version, self.generated_at, self.sources, self.sections = 1, None, None, []
            return
        self.update({field: before.get(field) for field in _FIXED})
        stored = {row.name: row for row in before.sections}
        if [row.name for row in self.sections] != list(stored):
            words = _("Sections: they come with the figures, none is added or taken away by hand.")
            refuse_faults([Fault("", "sections", words, BadRecord)])
        for row in self.sections:
            row.update({field: stored[row.name].get(field) for field in _FIXED_IN_SECTIONS})

    def year_faults(self) -> list[Fault]:
        if _FIRST_YEAR <= cint(self.year) <= _LAST_YEAR:
            return []
        return [Fault("", "year", _("Year: write it with four digits."), BadRecord)]

    def text_faults(self) -> list[Fault]:
        if self.introduction:
            return []
        words = _("Introduction: tell in a few sentences what the year was about.")
        return [Fault("", "introduction", words, ValueMissing)]

    def figure_faults(self) -> list[Fault]:
        if not self.sections:
            words = _("Sections: take the figures of the year first.")
            return [Fault("", "sections", words, ValueMissing)]
        if self.is_up_to_date():
            return []
        words = _("Sections: something of the year was published since the figures were taken.")
        return [Fault("", "sections", f"{words} {_('Take them again.')}", BadRecord)]

    def is_up_to_date(self) -> bool:
        """Whether the figures still rest on the editions that stand."""
        return canonical_json(sources_of(cint(self.year))).decode() == self.sources
