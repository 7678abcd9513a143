#!/usr/bin/env bash
# Guess: the size of a PDF page counts its UserUnit (PDF 1.6, 14.11.2: the size of a unit in 1/72 inch), as its viewers show it.
# Seen: pypdfium2 5.15.2 gives and draws the page as if a unit were 1/72 inch; nothing in its interface tells the unit, so that
#   a plan of 300 x 150 points comes out at a ninth of its pixels.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pypdfium2==5.15.2 pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import pypdfium2

def page(extra: str) -> bytes:
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
              f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 50]{extra}>>"]
    out, places = b"%PDF-1.6\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "xref\n0 4\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return out + f"{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()

plain, large = (pypdfium2.PdfDocument(page(extra))[0] for extra in ("", "/UserUnit 3"))
print(plain.get_size(), large.get_size(), large.render(scale=1).to_pil().size)
assert plain.get_size() == large.get_size() == (100.0, 50.0)
assert large.render(scale=1).to_pil().size == (100, 50)
PY
