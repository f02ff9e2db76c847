"""Let a wheel ask for what a requirement file names, so that the list exists once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Read the requirements from the file that `make lock` pins."""

    def update(self, metadata: dict[str, object]) -> None:
        """Set `dependencies` from the requirement file, without comments and references."""
        named = str(self.config.get("requirements", "requirements/runtime.in"))
        lines = (Path(self.root) / named).read_text().splitlines()
        metadata["dependencies"] = [
            line for line in lines if line and not line.startswith(("#", "-"))
        ]
