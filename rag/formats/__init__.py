"""How each format becomes text: pages of a PDF, HTML and Word files, as somebody sees them who reads them."""
