"""Sphinx's settings for the book."""

project = html_title = "Transformer Notebooks"
author, copyright = "The authors of Transformer Notebooks", ""
language = "en"
extensions = ["myst_nb"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_static_path = ["_static"]
html_css_files = ["stage.css", "page.css"]
html_js_files = ["stage.js", "page.js"]
html_copy_source = html_show_sourcelink = html_show_copyright = False
exclude_patterns = ["_static", ".built"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]
html_theme_options = {
    "show_toc_level": 2,
    "use_download_button": False,
    "use_fullscreen_button": False,
}
