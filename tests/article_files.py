"""Small articles in every format, for tests."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

SAYS = "The Brunnolt pump draws 40 watts at 12 volts."
BEFORE = "This note is about a pump for gardens and small ponds."
LIGATURE = "\x01"
"""What the PDFs here draw as one glyph for "fi"."""
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
        path.write_bytes(pdf([[("The pump", 18, True), BEFORE, SAYS, AFTER]]))
    elif path.suffix == ".html":
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in (BEFORE, SAYS, AFTER))
        path.write_text(
            f"<title>x</title><script>alert(1)</script><nav>Home</nav><main><h1>The pump</h1>{lines}</main>"
        )
    else:
        path.write_text("\n\n".join((BEFORE, SAYS, AFTER)))
    return path


def zipped(document: bytes) -> bytes:
    """Return a Word file with `document` for its text, packed as small as it gets."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return raw.getvalue()


MONOSPACED = 2
"""The weight of type as of a typewriter."""
Line = str | tuple[str, float, int] | int
"""A line; with its points and whether it is bold, or monospaced; or how many points above the foot the next is."""


def pdf(pages: Sequence[Sequence[Line]]) -> bytes:
    """Return a PDF with these lines on its pages, in Latin-1."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding "
        f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{ord(LIGATURE)} /fi] >> >>"
    )
    typed = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
    bold = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
    for n, lines in enumerate(pages):
        content, height, at = "", 790.0, None
        for line in lines:
            if isinstance(line, int):
                at = line
                continue
            text, size, weight = (line, 11, False) if isinstance(line, str) else line
            height, at = height - 1.5 * size if at is None else at, None
            content += f"BT /F{1 + weight} {size} Tf 60 {height:g} Td ({text}) Tj ET "
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 {bold} /F3 {typed} >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}{end}".encode("cp1252")
