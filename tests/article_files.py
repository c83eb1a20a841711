"""Small articles in every format, for tests."""

from __future__ import annotations

import html
from pathlib import Path

SAYS = "The Brunnolt pump draws 40 watts at 12 volts."
BEFORE = "This note is about a pump for gardens and small ponds."
AFTER = "It was first sold in 1987, and nobody has complained since."


def make(path: Path) -> Path:
    """Write the same article in the format that the name of `path` says, and return the path."""
    if path.suffix == ".docx":
        from docx import Document

        document = Document()
        document.add_heading("The pump", 1)
        for line in (BEFORE, SAYS, AFTER):
            document.add_paragraph(line)
        document.save(str(path))
    elif path.suffix == ".pdf":
        path.write_bytes(pdf([[BEFORE, SAYS, AFTER]]))
    elif path.suffix == ".html":
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in (BEFORE, SAYS, AFTER))
        path.write_text(
            f"<title>x</title><script>alert(1)</script><nav>Home</nav><main><h1>The pump</h1>{lines}</main>"
        )
    else:
        path.write_text("\n\n".join((BEFORE, SAYS, AFTER)))
    return path


def pdf(pages: list[list[str]]) -> bytes:
    """Return a PDF with these lines on its pages, in plain ASCII."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
        content = f"BT /F1 11 Tf 60 760 Td {shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{out}{end}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
