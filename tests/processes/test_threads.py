"""What a worker's codecs take of the processors."""

import multiprocessing
from io import BytesIO
from multiprocessing.connection import Connection

import psutil
import pytest
from PIL import Image

from workers.image.formats.png.repack import pack_png
from workers.pool.process_limits import share_processors


@pytest.mark.parametrize("threads", [1, 3])
def test_the_png_repacker_takes_no_more_threads_than_its_worker_has(threads: int) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_repack, args=(threads, theirs))
    process.start()
    assert ours.recv_bytes() == str(threads).encode()
    process.join()
    ours.close()
    theirs.close()


def _repack(threads: int, told: Connection) -> None:
    share_processors(threads)
    png = BytesIO()
    Image.effect_noise((64, 64), 50).save(png, "PNG")
    before = psutil.Process().num_threads()
    pack_png(png.getvalue())
    told.send_bytes(str(psutil.Process().num_threads() - before).encode())
