"""Trees."""

from frappe_embedded.errors import NestedSetChildExistsError as NestedSetChildExistsError
from frappe_embedded.errors import NestedSetMultipleRootsError as NestedSetMultipleRootsError
from frappe_embedded.errors import NestedSetRecursionError as NestedSetRecursionError
from frappe_embedded.tree import NestedSet as NestedSet
from frappe_embedded.tree import get_ancestors_of as get_ancestors_of
from frappe_embedded.tree import get_descendants_of as get_descendants_of
from frappe_embedded.tree import get_root_of as get_root_of
from frappe_embedded.tree import rebuild_tree as rebuild_tree
