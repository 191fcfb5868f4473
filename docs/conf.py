"""Sphinx builds these pages into build/docs: `make docs`."""

project = "lnunion-rules"
copyright = "the lnunion-rules contributors, Apache-2.0"
language = "zh_CN"

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "lnunion-rules"
html_copy_source = False
html_show_sphinx = False
