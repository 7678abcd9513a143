"""The standard policy leaves no place in any output, in any of the ways a file can name one, and leaves all the rest."""

from hashlib import md5
from pathlib import Path

import pytest

from tests.fidelity import judges, verdicts
from tests.fidelity.judges import needs_judges
from tests.fidelity.sources.making import SIZE, photo, run
from tests.support import metadata_samples, pictures
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.image.resolve.target import can_write
from workers.outcome import Promise, Verdict
from workers.recipe import Metadata, Recipe

pytestmark = [needs_judges, pytest.mark.xdist_group("judges")]

TARGETS = tuple(kind for kind, spec in SPECS.items() if spec.writes and can_write(kind))
SOURCES = (Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF, Format.AVIF)


def _jpeg() -> bytes:
    """Places in EXIF, in XMP as attributes and elements, in Extended XMP and in IPTC."""
    segment = b"Photoshop 3.0\0" + metadata_samples.photoshop()
    second = metadata_samples.extended_xmp(70_000)
    name = md5(second, usedforsecurity=False).hexdigest().upper().encode()
    extra = b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment
    for at in range(0, len(second), 60_000):
        data = b"http://ns.adobe.com/xmp/extension/\0" + name + len(second).to_bytes(4, "big") + at.to_bytes(4, "big")
        data += second[at : at + 60_000]
        extra += b"\xff\xe1" + (len(data) + 2).to_bytes(2, "big") + data
    return pictures.encoded(
        photo(),
        exif=b"Exif\0\0" + metadata_samples.exif(size=SIZE),
        xmp=metadata_samples.xmp(extended=second),
        extra=extra,
    )


def _source(folder: Path, kind: Format) -> Path:
    path = folder / f"source-{kind}{SPECS[kind].extensions[0]}"
    if kind is Format.JPEG:
        path.write_bytes(_jpeg())
        return path
    donor = folder / f"donor-{kind}.jpg"
    donor.write_bytes(_jpeg())
    photo().save(path)
    run("exiftool", "-q", "-overwrite_original", "-tagsFromFile", donor, "-all:all", "-unsafe", path)
    return path


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", SOURCES)
def test_no_place_is_left_and_all_the_rest_is(kind: Format, tmp_path: Path) -> None:
    source = _source(tmp_path, kind)
    outcomes, plans, outputs = {}, {}, []
    for target in TARGETS:
        out = tmp_path / f"made-{target}{SPECS[target].extensions[0]}"
        out.touch()
        with source.open("rb") as opened:
            plans[out] = pipeline.plan(opened, Recipe(format=target))
            outcomes[out] = pipeline.make(plans[out], opened, out, lambda stage, share: None)
        outputs.append(out)
    seen = judges.see([source, *outputs])
    before = seen[source]
    assert any(key.startswith("GPS:") for key in before.places)
    assert any(key.startswith("XMP") for key in before.places)
    rest = judges.without_places(before)
    for out in outputs:
        assert not seen[out].places, (out, seen[out].places)
        assert metadata_samples.CITY.encode() not in out.read_bytes()
        assert {one.promise: one.verdict for one in outcomes[out].promises}[Promise.LOCATION] is Verdict.REMOVED
        announced = frozenset(plans[out].losses) - verdicts.OF_PIXELS
        assert verdicts.lost(rest, seen[out]) == announced, out


@pytest.mark.parametrize("policy", [Metadata.COPYRIGHT, Metadata.NONE])
def test_nor_do_the_stricter_policies(policy: Metadata, tmp_path: Path) -> None:
    source = _source(tmp_path, Format.JPEG)
    outputs = []
    for target in TARGETS:
        out = tmp_path / f"made-{target}{SPECS[target].extensions[0]}"
        out.touch()
        with source.open("rb") as opened:
            plan = pipeline.plan(opened, Recipe(format=target, metadata=policy))
            pipeline.make(plan, opened, out, lambda stage, share: None)
        outputs.append(out)
    for out, seen in judges.see(outputs).items():
        assert not seen.places, (out, seen.places)
        assert b"mountain" not in out.read_bytes()
        if policy is Metadata.NONE:
            assert not seen.group("ExifIFD", "Canon", "IPTC", "XMP-*")
