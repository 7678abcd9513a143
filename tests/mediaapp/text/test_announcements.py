"""What notices say."""

from mediaapp import text
from tests.mediaapp.text.sentences import cause
from workers.errors import ErrorCode


def test_notices_are_told_as_designed() -> None:
    one = text.one_ready("DSC_0412.jpg", 9_800_000, 640_000, "/home/ann/Photos/June/Web shop")
    assert (one.title, one.body) == ("DSC_0412.jpg is ready", "9.8 MB became 640 KB · June/Web shop")
    assert text.many_ready(4, "June", 0, 0, made_before=4).title == "4 pictures were made before"
    assert text.many_ready(1, "June", 0, 0, made_before=1).title == "1 picture was made before"
    assert text.many_ready(40, "June", 0, 0, made_before=3).body == "June · 3 of them were made before"
    many = text.many_ready(40, "June", 312_000_000, 18_000_000)
    assert (many.title, many.body) == ("40 pictures are ready", "June · 312 MB became 18 MB")
    failed = text.some_failed(397, {ErrorCode.ENDS_EARLY: 2, ErrorCode.SOURCE_FORBIDDEN: 1})
    assert failed.title == "397 of 400 pictures are ready"
    assert failed.body == "3 failed: the picture ends early (2), the file may not be read (1)"
    alone = text.some_failed(6, {ErrorCode.ENDS_EARLY: 1}, "June")
    assert alone.body == "June · 1 failed: the picture ends early"
    waits = text.began_to_wait(cause(ErrorCode.OUTPUT_AWAY, 212))
    assert (waits.title, waits.body) == (
        "Waiting for the drive “Archive”",
        "212 pictures go on by themselves when it is back.",
    )
