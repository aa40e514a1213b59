"""Website Settings: what every page is given, and redirects."""

from frappe_embedded.cache import announce_change
from frappe_embedded.document import Document


class WebsiteSettings(Document):
    """The settings of the website."""

    def on_update(self) -> None:
        """Addresses and pages that were kept follow at once."""
        announce_change()
