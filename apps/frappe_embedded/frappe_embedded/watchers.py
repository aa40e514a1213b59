"""Which of the engine's modules take part in the life of every document, and their classes."""

from . import files, versions, workflow, workflow_actions
from .document import Document
from .events import subscribe
from .meta import base_classes
from .tree import NestedSet


def watch() -> None:
    """Subscribe them. Calling it again changes nothing."""
    base_classes.update(Document=Document, NestedSet=NestedSet)
    subscribe("validate_workflow", workflow.validate_workflow)
    subscribe("after_save_record", versions.write_version)
    subscribe("after_save_record", workflow_actions.follow)
    subscribe("after_save_record", files.copy_from_amended)
    subscribe("before_delete_record", workflow_actions.remove)


watch()
