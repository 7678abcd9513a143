"""What is told of what was dropped."""

from mediaapp import text
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId
from workers.kept_folders import Keeper, LeftOut


def test_a_drop_is_counted_by_what_was_accepted() -> None:
    def said(accepted: int, other_names: int) -> str:
        return text.added(Found(batch=BatchId(1), accepted=accepted, other_names=other_names))

    assert said(5, 0) == "5 pictures added"
    assert said(5, 3) == "2 pictures and 3 other files added"
    assert said(2, 1) == "1 picture and 1 other file added"
    assert said(1, 1) == "1 file added"


def test_folders_that_were_left_out_are_named_first_and_a_few_of_them() -> None:
    names = ("#recycle", "@eaDir", "@eaDir/July", "a.lrdata", "b.lrdata")
    folders = tuple(LeftOut(f"/nas/{name}/@eaDir" if "/" in name else f"/nas/{name}", Keeper.BIN) for name in names)
    found = Found(batch=BatchId(1), accepted=1, not_pictures=2, hidden=3, left_out=folders)
    told = (
        "Folders left out: #recycle, @eaDir (2), a.lrdata, 1 more · 2 files in the folders are not pictures · 3 hidden"
    )
    assert text.passed_over(found) == told
    assert len(text.left_out(folders)) == 4


def test_a_folder_of_results_that_was_left_out_is_told_as_such() -> None:
    found = Found(batch=BatchId(1), accepted=8, left_out=(LeftOut("/Photos/June/Smaller", Keeper.RESULTS),))
    assert text.passed_over(found) == "Folders left out: Smaller (results of this recipe)"


def test_pictures_that_cannot_be_read_are_told_apart_from_what_is_no_picture() -> None:
    found = Found(batch=BatchId(1), accepted=1, not_pictures=1, unsupported=(("Photoshop", 3), ("SVG", 1)))
    told = "4 pictures cannot be read here (Photoshop, SVG) · 1 file in the folders is not a picture"
    assert text.passed_over(found) == told
