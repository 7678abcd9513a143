"""Mutated files through every walker, reader, patcher and writer, for as long as is wanted.

`python -m tests.workers.image.formats.fuzz --seconds 60 --seed 1`; a find is printed with its seed and round and written
to the folder given by `--keep`.
"""

import argparse
import random
import sys
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from tests.support import containers
from tests.support.arrival import missing
from tests.support.read_only_files import FILES
from workers.errors import Failure
from workers.formats import Format
from workers.image.formats.damage import damage
from workers.image.formats.metadata import embed, lost, read, save_arguments
from workers.image.formats.registry import CODECS
from workers.image.formats.tidy import tidied
from workers.image.metadata import policy
from workers.image.metadata.xmp_pixels import Change
from workers.image.probe import probe
from workers.recipe import Metadata

_CHANGE = Change(before=(7, 900), after=(70_000, 9), move=None)
TARGETS = (Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF, Format.GIF, Format.JXL, Format.BMP, Format.AVIF)
SLOW_S = 2.0
_INTERESTING = (b"\0", b"\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\0\1", b"\x80", b"\xff\xff")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, cut, doubled, or moved; most changes in the first kilobytes."""
    body = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not body:
            break
        limit = len(body) if chance.random() < 0.4 else min(len(body), 2048)
        at = chance.randrange(limit)
        match chance.randrange(7):
            case 0:
                body[at] ^= 1 << chance.randrange(8)
            case 1:
                body[at] = chance.randrange(256)
            case 2:
                new = chance.choice(_INTERESTING)
                body[at : at + len(new)] = new
            case 3:
                del body[at : at + chance.choice((1, 2, 4, 12, 200))]
            case 4:
                body[at:at] = body[at : at + chance.choice((1, 4, 12, 64))]
            case 5:
                del body[chance.randrange(len(body)) :]
            case _:
                other = chance.randrange(len(body))
                body[at : at + 4] = body[other : other + 4]
    return bytes(body)


def exercise(data: bytes, source: Format, chance: random.Random) -> None:
    """Everything that is done with a file's bytes. Raises Failure, or what is a bug."""
    file, _ = tidied(BytesIO(data))
    if tidied(file)[1]:
        raise AssertionError("put in order, and not in order")
    damage(file, CODECS[source])
    with suppress(Failure):
        probe(file)
    bundle = read(file, CODECS[source])
    keep = chance.choice(list(Metadata))
    turned = chance.random() < 0.5
    carried = policy.apply(bundle, keep, change=_CHANGE if turned else None)
    if keep is Metadata.NO_LOCATION and policy.has_location(carried):
        raise AssertionError("a place is left")
    target = chance.choice(TARGETS)
    lost(carried, CODECS[target])
    save_arguments(CODECS[target], carried)
    out = BytesIO()
    if target is not source:
        data = next(data for found, data in containers.files().values() if found is target)
    embed(BytesIO(data), out, CODECS[target], carried)
    missing(carried, read(out, CODECS[target]), target)


def run(seed: int, seconds: float, keep: Path | None) -> tuple[int, int]:
    """Rounds done and finds, in about that many seconds of CPU."""
    whole_files = {**containers.files(), **{name: (file[0], file[-1]()) for name, file in FILES.items()}}
    names = sorted(whole_files)
    finds = rounds = 0
    end = time.process_time() + seconds
    while time.process_time() < end:
        chance = random.Random(f"{seed} {rounds}")
        name = names[rounds % len(names)]
        source, whole = whole_files[name]
        data = mutated(whole, chance)
        start = time.process_time()
        try:
            exercise(data, source, chance)
        except Failure:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
            finds += 1
            print(f"seed {seed} round {rounds} {name}: {type(error).__name__}: {error}", file=sys.stderr)
            if keep is not None:
                (keep / f"{seed}-{rounds}.{name}").write_bytes(data)
        took = time.process_time() - start
        if took > SLOW_S:
            finds += 1
            print(f"seed {seed} round {rounds} {name}: {took:.1f} s", file=sys.stderr)
        rounds += 1
    return rounds, finds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    rounds, finds = run(asked.seed, asked.seconds, asked.keep)
    print(f"seed {asked.seed}: {rounds} files in {asked.seconds:.0f} s of CPU, {finds} finds")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
