"""Custom DocPerm: a permission row of a site, in place of those the app ships."""

from frappe_embedded.document import Document
from frappe_embedded.meta import clear_meta_cache
from frappe_embedded.roles import forget_roles


class CustomDocPerm(Document):
    """One row. As soon as there is one, the DocType's own rows do not count."""

    def on_update(self) -> None:
        """Have it count from now on."""
        clear_meta_cache(self.parent)
        forget_roles()

    def after_delete(self) -> None:
        """Have it count no longer."""
        clear_meta_cache(self.parent)
        forget_roles()
