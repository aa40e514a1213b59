"""Email Account: the mail server the site sends through, and the address mail comes from."""

from typing import Any

from frappe_embedded.context import local
from frappe_embedded.document import Document
from frappe_embedded.errors import MandatoryError, ValidationError
from frappe_embedded.messages import throw
from frappe_embedded.translate import _
from frappe_embedded.values import cint


class EmailAccount(Document):
    """An account; one that is enabled and the default sends the site's mail."""

    smtp_port: Any

    def validate(self) -> None:
        """An account that sends has a server, a port and a way to log in."""
        if self.smtp_port and not (
            str(self.smtp_port).isdecimal() and 0 < cint(self.smtp_port) < 65_536
        ):
            throw(_("The port of a mail server is a number from 1 to 65535."), ValidationError)
        if cint(self.use_tls) and cint(self.use_ssl_for_outgoing):
            throw(_("Choose STARTTLS or SSL, not both."), ValidationError)
        if cint(self.enable_outgoing):
            self._require_a_way_to_send()
        self._require_password_for_another_server()

    def _require_password_for_another_server(self) -> None:
        """Whoever names another server would otherwise be sent the password that is kept."""
        before = self.get_doc_before_save()
        kept = self.password and not str(self.password).strip("*")
        if before and kept and before.smtp_server != self.smtp_server:
            throw(_("Type the password again for another server."), MandatoryError)

    def _require_a_way_to_send(self) -> None:
        if not self.smtp_server:
            throw(_("Name the server mail is sent through."), MandatoryError)
        if not cint(self.no_smtp_authentication) and not self.password:
            throw(
                _("Type the password of the account, or choose that it has none."), MandatoryError
            )

    def on_update(self) -> None:
        """One account is the default."""
        if cint(self.default_outgoing):
            others = {"name": ("!=", self.name), "default_outgoing": 1}
            local.db.set_value(self.doctype, others, "default_outgoing", 0)
