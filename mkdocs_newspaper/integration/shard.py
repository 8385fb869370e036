"""One part of an archive, as the plugin is told that builds it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.parts import Part
from mkdocs_newspaper.publishing.register import Register


@dataclass(frozen=True)
class Shard:
    """A part, and the archive that it is a part of, read already."""

    part: Part
    archive: Archive
    register: Register

    def options(self, options: Options) -> Options:
        """The site's options for this build: one process is enough, others build the other parts."""
        return replace(options, workers=1)
