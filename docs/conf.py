"""How Sphinx turns the pages into a site."""

project = "crmkit"
author = "crmkit contributors"
copyright = "crmkit contributors"

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "crmkit"
