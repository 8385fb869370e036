"""Sites for the tests of this folder."""

from newspaper_site import remembered_templates, site, standard

__all__ = ["remembered_templates", "site", "standard"]
