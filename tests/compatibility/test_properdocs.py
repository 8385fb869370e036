"""ProperDocs, a fork that answers to MkDocs' names: the plugin runs there too."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys

import pytest
from newspaper_site import BRIDGE, Built, Site

pytest.importorskip("properdocs")


def test_properdocs_builds_the_same_pages(site: Site) -> None:
    site.configure(theme="material")
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", str(site.config_file)]
    done = subprocess.run(
        command, cwd=site.folder, capture_output=True, text=True, env=dict(os.environ), check=False
    )

    version = importlib.metadata.version("properdocs")
    assert done.returncode == 0, f"properdocs {version}: {done.stderr}"
    built = Built(site.folder / "site")
    assert built.has(f"{BRIDGE}/index.html")
    assert built.broken_links() == []
