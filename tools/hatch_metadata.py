"""Let the wheel ask for what `requirements/runtime.in` names, so that the list exists once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Read the runtime requirements from the file that `make lock` pins."""

    def update(self, metadata: dict[str, object]) -> None:
        """Set `dependencies` from the requirement file, without its comments."""
        lines = (Path(self.root) / "requirements" / "runtime.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
