"""The same sites as the tests of whole sites use."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "site"))

from newspaper_site import remembered_templates, site, standard

__all__ = ["remembered_templates", "site", "standard"]
