"""Which of the engine's modules take part in the life of every document."""

from . import files, versions, workflow, workflow_actions
from .events import subscribe


def watch() -> None:
    """Subscribe them. Calling it again changes nothing."""
    subscribe("validate_workflow", workflow.validate_workflow)
    subscribe("after_save_record", versions.write_version)
    subscribe("after_save_record", workflow_actions.follow)
    subscribe("after_save_record", files.copy_from_amended)
    subscribe("before_delete_record", workflow_actions.remove)


watch()
