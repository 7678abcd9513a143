"""ExifTool as the judge of metadata: an independent reader."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")


def tags(path: Path, *options: str) -> dict[str, Any]:
    """Every tag of a file by `Group:Name`, also repeated ones, without what the file system says."""
    return tags_of([path], *options)[path]


def tags_of(paths: Sequence[Path], *options: str) -> dict[Path, dict[str, Any]]:
    """The tags of several files, in one run: starting exiftool costs more than reading."""
    command = ["exiftool", "-j", "-a", "-G1", "-s", "-n", *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    ignored = ("System:", "File:", "ExifTool:ExifToolVersion", "SourceFile", "Composite:")
    return {
        Path(found["SourceFile"]): {name: value for name, value in found.items() if not name.startswith(ignored)}
        for found in json.loads(done.stdout)
    }


def warnings(path: Path) -> list[str]:
    """What exiftool's validation of a file's metadata has to say."""
    found = tags(path, "-validate", "-warning", "-error")
    return [str(value) for name, value in found.items() if name.split(":")[-1] in ("Warning", "Error")]
