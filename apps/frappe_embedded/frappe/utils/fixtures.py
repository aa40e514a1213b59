"""Records an app ships."""

from frappe_embedded.fixtures import sync_fixtures as sync_fixtures
