"""What people use instead: the same work by Pillow in a few lines, by a pool of it, and by sharp where that is installed."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ONE = """
import sys
from PIL import Image
source, out, edge, quality = sys.argv[1:]
with Image.open(source) as image:
    image.thumbnail((int(edge), int(edge)), Image.Resampling.LANCZOS)
    image.convert("RGB").save(out, quality=int(quality))
"""

_POOL = """
import sys
from multiprocessing import Pool
from pathlib import Path
from PIL import Image

folder, out, edge, format, quality = sys.argv[1:]


def one(name):
    with Image.open(Path(folder, name)) as image:
        image.thumbnail((int(edge), int(edge)), Image.Resampling.LANCZOS)
        if format == "jpeg":
            image = image.convert("RGB")
        image.save(Path(out, name).with_suffix("." + format), format, quality=int(quality))


if __name__ == "__main__":
    Path(out).mkdir(parents=True)
    with Pool(2) as pool:
        for _ in pool.imap_unordered(one, sorted(each.name for each in Path(folder).iterdir()), chunksize=8):
            pass
"""

_SHARP = """
const sharp = require("sharp"), fs = require("fs"), path = require("path");
const [folder, out, edge, format, quality] = process.argv.slice(2);
sharp.concurrency(1);
fs.mkdirSync(out, { recursive: true });
const names = fs.readdirSync(folder).sort();
const next = async () => {
  for (let name; (name = names.pop()); )
    await sharp(path.join(folder, name))
      .resize(+edge, +edge, { fit: "inside", withoutEnlargement: true })
      .toFormat(format, { quality: +quality })
      .toFile(path.join(out, path.parse(name).name + "." + format));
};
Promise.all([next(), next()]);
"""


def pillow_script(work: Path, source: Path, out: Path, *, edge: int, quality: int) -> Sequence[str]:
    """One file by a script of five lines."""
    script = work / "one.py"
    script.write_text(_ONE, "utf-8")
    return (sys.executable, str(script), str(source), str(out), str(edge), str(quality))


def pillow_pool(work: Path, folder: Path, out: Path, *, edge: int, target: str, quality: int) -> Sequence[str]:
    """A folder by a pool of two processes."""
    script = work / "pool.py"
    script.write_text(_POOL, "utf-8")
    return (sys.executable, str(script), str(folder), str(out), str(edge), target, str(quality))


def sharp(work: Path, folder: Path, out: Path, *, edge: int, target: str, quality: int) -> Sequence[str] | None:
    """A folder by sharp, two files at a time; None where Node.js does not find it (NODE_PATH says where to look)."""
    script = work / "sharp.js"
    script.write_text(_SHARP, "utf-8")
    try:
        subprocess.run(["node", "-e", "require('sharp')"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return ("node", str(script), str(folder), str(out), str(edge), target, str(quality))
