"""How each format becomes text: pages of a PDF, HTML and Word files, as somebody sees them who reads them."""

MAX_CHARACTERS = 20_000_000
"""Of an article's extracted text."""
