"""Try a bundle as a person would first: does it start, and does it work off a picture."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path


def small_png() -> bytes:
    """A valid 64 x 64 grey PNG, made without any library (PNG specification, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((x * 4 + y) % 256 for x in range(64)) for y in range(64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def main(bundle: Path) -> int:
    """Run the bundle's command line on one picture. 0 when the output is there."""
    executable = bundle / ("mediaapp.exe" if sys.platform == "win32" else "mediaapp")
    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "picture.png"
        source.write_bytes(small_png())
        environment = {**os.environ, "MEDIAAPP_HOME": str(Path(home) / "state")}
        command = [str(executable), "run", "--json", "--to", "webp", "--long-edge", "32", str(source)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            sys.stderr.write(f"exit {done.returncode}\n{done.stdout}\n{done.stderr}\n")
            return 1
        job = json.loads(done.stdout.splitlines()[0])
        return 0 if Path(job["output"]).is_file() and job["width"] == 32 else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
