"""For each cause of a failure: what happened, why probably, what to do and which action fits."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from mediaapp.text.language import N_
from workers.errors import ErrorCode


class Remedy(StrEnum):
    """What a person can do about a failure with one click."""

    RETRY = "retry"
    RETRY_WITH = "retry_with"
    CHOOSE_COPY = "choose_copy"
    SAVE_ELSEWHERE = "save_elsewhere"
    LOCATE = "locate"
    SHOW_IN_FOLDER = "show_in_folder"
    MEMORY_SETTINGS = "memory_settings"
    SHOW_LOG = "show_log"
    REMOVE = "remove"


class Words(Struct, frozen=True, kw_only=True):
    """The sentences of one cause. Of several the first whose blanks are all known is told, so the last has none.

    `many` is the advice for several files at once, '' where it is the same. `detail` is the line of one file in a list
    whose heading is the title. RETRY is among the `remedies` where the same file can end otherwise: because it may be
    repaired, or because what keeps it back may go. `with_extra` are those where an extra has only to be installed.
    """

    title: tuple[str, ...]
    cause: tuple[str, ...]
    advice: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    with_extra: tuple[Remedy, ...] = ()
    many: str = ""
    detail: tuple[str, ...] = ()


CAUSES: Mapping[ErrorCode, Words] = {
    ErrorCode.SOURCE_GONE: Words(
        title=(N_("The file is gone"),),
        cause=(N_("It was moved, renamed or deleted after it was added."),),
        advice=(N_("Put it back, or show where it is now."),),
        many=N_("Put them back, or show where they are now."),
        remedies=(Remedy.LOCATE, Remedy.RETRY),
    ),
    ErrorCode.SOURCE_FORBIDDEN: Words(
        title=(N_("The file may not be read"),),
        cause=(
            N_("It belongs to “{owner}”, and you have no right to read it."),
            N_("You have no right to read it."),
        ),
        advice=(N_("Change its permissions, then retry."),),
        many=N_("Change their permissions, then retry."),
        remedies=(Remedy.SHOW_IN_FOLDER, Remedy.RETRY),
        detail=(N_("Owner is “{owner}”"),),
    ),
    ErrorCode.SOURCE_NOT_A_FILE: Words(
        title=(N_("This is not a file"),),
        cause=(N_("A link, a folder, a device or a pipe has this name."),),
        advice=(N_("Choose the picture itself."),),
        remedies=(Remedy.CHOOSE_COPY, Remedy.SHOW_IN_FOLDER),
    ),
    ErrorCode.SOURCE_EMPTY: Words(
        title=(N_("The file is empty"),),
        cause=(N_("Not one byte is in it. A copy or a download was probably cut off."),),
        advice=(N_("Get a whole copy, then retry."),),
        many=N_("Get whole copies, then retry."),
        remedies=(Remedy.CHOOSE_COPY, Remedy.RETRY),
    ),
    ErrorCode.NOT_A_PICTURE: Words(
        title=(
            N_("This is {kind}, not a picture"),
            N_("This is not a picture"),
        ),
        cause=(
            N_("“{misnamed}” is called like a picture, but holds {contents}."),
            N_("“{misnamed}” is called like a picture, but holds something else."),
            N_("It holds {contents}, and mediaapp works on pictures only."),
            N_("Nothing in it is what pictures begin with."),
        ),
        advice=(N_("Choose the picture you meant, or remove this from the list."),),
        many=N_("Choose the pictures you meant, or remove these from the list."),
        remedies=(Remedy.CHOOSE_COPY, Remedy.REMOVE),
        detail=(N_("Holds {contents}"),),
    ),
    ErrorCode.UNSUPPORTED_FORMAT: Words(
        title=(
            N_("{format} files cannot be read here"),
            N_("This kind of file cannot be read here"),
        ),
        cause=(
            N_("Reading them needs the extra “{extra}”, which is not installed."),
            N_("The file may be fine; this application does not know its kind."),
        ),
        advice=(
            N_("Install “{extra}”, or save the picture as PNG or TIFF elsewhere, then retry."),
            N_("Save the picture as JPEG, PNG or TIFF in another program, then choose that."),
        ),
        remedies=(Remedy.CHOOSE_COPY, Remedy.REMOVE),
        with_extra=(Remedy.RETRY, Remedy.CHOOSE_COPY),
        detail=(N_("{format} file"),),
    ),
    ErrorCode.UNSUPPORTED_VARIANT: Words(
        title=(
            N_("The {variant} variant of {format} cannot be read yet"),
            N_("This variant of {format} cannot be read yet"),
            N_("This variant of the format cannot be read yet"),
        ),
        cause=(N_("The file may be fine; it stores its pixels in a rare way."),),
        advice=(N_("Save it again in another program, then choose that copy."),),
        remedies=(Remedy.CHOOSE_COPY, Remedy.REMOVE),
        detail=(N_("A rare variant of {format}"),),
    ),
    ErrorCode.ENDS_EARLY: Words(
        title=(N_("The picture ends early"),),
        cause=(
            N_("{how_much} It was probably still being copied, or a download was cut off."),
            N_("A part of the file is missing. It was probably still being copied, or a download was cut off."),
        ),
        advice=(N_("Get a whole copy, then retry."),),
        many=N_("Get whole copies, then retry."),
        remedies=(Remedy.CHOOSE_COPY, Remedy.RETRY),
        detail=(N_("Readable to line {line} of {lines}"),),
    ),
    ErrorCode.DAMAGED: Words(
        title=(N_("The picture is damaged"),),
        cause=(
            N_("It breaks at line {line} of {lines}, although the file goes on."),
            N_("What is in the file does not fit together."),
        ),
        advice=(N_("Use another copy or a backup."),),
        many=N_("Use other copies or a backup."),
        remedies=(Remedy.CHOOSE_COPY, Remedy.RETRY),
        detail=(N_("Breaks at line {line} of {lines}"),),
    ),
    ErrorCode.TOO_LARGE: Words(
        title=(N_("Too large to work on safely"),),
        cause=(
            N_("{frames} pictures of {pixels} pixels in one file are more than may be opened at once."),
            N_("{pixels} pixels are more than may be opened at once."),
            N_("The file has {needed}, and at most {limit_size} may be opened."),
            N_("It holds more than may be opened at once."),
        ),
        advice=(N_("Make it smaller or split it in another program, then choose that copy."),),
        remedies=(Remedy.CHOOSE_COPY, Remedy.REMOVE),
        detail=(N_("{pixels} pixels"),),
    ),
    ErrorCode.TOO_LARGE_FOR_MEMORY: Words(
        title=(N_("Too large for this computer's memory"),),
        cause=(
            N_("{pixels} pixels need about {needed}; this computer can give {free}."),
            N_("It needs about {needed}; this computer can give {free}."),
            N_("It needs more than this computer can give."),
        ),
        advice=(N_("Raise the memory limit in Settings, or retry on a larger computer."),),
        remedies=(Remedy.MEMORY_SETTINGS, Remedy.RETRY),
        detail=(N_("Needs about {needed}"),),
    ),
    ErrorCode.TOO_LARGE_FOR_FORMAT: Words(
        title=(
            N_("Too large for {format}"),
            N_("Too large for the format"),
        ),
        cause=(
            N_("{format} holds at most {limit} pixels a side; this would have {pixels}."),
            N_("The format holds fewer pixels than this would have."),
        ),
        advice=(N_("Choose a smaller size or another format."),),
        remedies=(Remedy.RETRY_WITH,),
        detail=(N_("Would have {pixels} pixels"),),
    ),
    ErrorCode.FORMAT_NOT_AVAILABLE: Words(
        title=(
            N_("{format} cannot be written here"),
            N_("The format cannot be written here"),
        ),
        cause=(
            N_("Writing it needs the extra “{extra}”, which is not installed."),
            N_("What writes it is not installed."),
        ),
        advice=(
            N_("Install “{extra}”, or choose another format."),
            N_("Choose another format."),
        ),
        remedies=(Remedy.RETRY_WITH,),
        with_extra=(Remedy.RETRY_WITH, Remedy.RETRY),
    ),
    ErrorCode.CROP_OUTSIDE: Words(
        title=(N_("What is to be cut out lies outside the picture"),),
        cause=(
            N_("The picture is but {pixels} pixels, and the part that was asked for begins beyond its edge."),
            N_("The part that was asked for begins beyond the picture's edge."),
        ),
        advice=(N_("Choose another part."),),
        remedies=(Remedy.RETRY_WITH,),
        detail=(N_("{pixels} pixels"),),
    ),
    ErrorCode.GOAL_OUT_OF_REACH: Words(
        title=(N_("It cannot be made that small"),),
        cause=(
            N_("The smallest that could be made has {needed}; at most {limit_size} were asked for."),
            N_("The smallest that could be made has {needed}."),
            N_("Even the smallest that could be made is not small enough."),
        ),
        advice=(N_("Choose fewer pixels, another format, less camera data or a larger size."),),
        remedies=(Remedy.RETRY_WITH,),
        detail=(N_("At least {needed}"),),
    ),
    ErrorCode.OUTPUT_FORBIDDEN: Words(
        title=(N_("The folder may not be written to"),),
        cause=(
            N_("{folder} is read-only for you."),
            N_("It is read-only for you."),
        ),
        advice=(N_("Change its permissions or save elsewhere."),),
        remedies=(Remedy.SAVE_ELSEWHERE, Remedy.RETRY),
        detail=(N_("{folder}"),),
    ),
    ErrorCode.OUTPUT_NOT_A_FOLDER: Words(
        title=(N_("The place to save in is not a folder"),),
        cause=(
            N_("A file stands where the folder {folder} should be."),
            N_("A file stands where the folder should be."),
        ),
        advice=(N_("Move that file away or save elsewhere."),),
        remedies=(Remedy.SAVE_ELSEWHERE, Remedy.RETRY),
        detail=(N_("{folder}"),),
    ),
    ErrorCode.OUTPUT_LEADS_ELSEWHERE: Words(
        title=(N_("The folder to save in leads elsewhere now"),),
        cause=(
            N_("Since this picture was added, a link was put on the way to {folder}."),
            N_("Since this picture was added, a link was put on the way to it."),
        ),
        advice=(N_("If you meant that, choose the folder anew. Otherwise remove the link."),),
        remedies=(Remedy.SAVE_ELSEWHERE, Remedy.RETRY),
        detail=(N_("{folder}"),),
    ),
    ErrorCode.OUTPUT_NAME_INVALID: Words(
        title=(N_("The drive does not take this name"),),
        cause=(
            N_("“{name}” is too long or has a character that “{drive}” does not know."),
            N_("It is too long or has a character that the drive does not know."),
        ),
        advice=(N_("Choose other names in the recipe, or save elsewhere."),),
        remedies=(Remedy.RETRY_WITH, Remedy.SAVE_ELSEWHERE),
    ),
    ErrorCode.CHECK_FAILED: Words(
        title=(N_("The result was not as promised"),),
        cause=(
            N_("It was opened again and compared: {promise}. So it was thrown away."),
            N_("It was opened again and compared, then thrown away. The original is as it was."),
        ),
        advice=(N_("Retry with another format or goal. The log says more."),),
        remedies=(Remedy.RETRY_WITH, Remedy.SHOW_LOG, Remedy.RETRY),
        detail=(N_("{promise}"),),
    ),
    ErrorCode.SOURCE_AWAY: Words(
        title=(
            N_("The drive “{drive}” is not connected"),
            N_("The drive with the file is not connected"),
        ),
        cause=(N_("It waits to be read from there, and goes on by itself when the drive is back."),),
        advice=(N_("Connect it, or show where the file is now."),),
        many=N_("Connect it, or show where the files are now."),
        remedies=(Remedy.LOCATE,),
    ),
    ErrorCode.OUTPUT_AWAY: Words(
        title=(
            N_("The drive “{drive}” is not connected"),
            N_("The folder to save in is not there"),
        ),
        cause=(N_("It waits to be saved there, and goes on by itself when the place is back."),),
        advice=(N_("Connect it, or save elsewhere."),),
        remedies=(Remedy.SAVE_ELSEWHERE,),
    ),
    ErrorCode.DISK_FULL: Words(
        title=(
            N_("The disk “{drive}” is full"),
            N_("The disk is full"),
        ),
        cause=(
            N_("The next picture needs about {needed}, {free} are free. No half-written file was left."),
            N_("{free} are free. No half-written file was left."),
            N_("No half-written file was left."),
        ),
        advice=(N_("Free some space; it goes on by itself."),),
        remedies=(Remedy.SHOW_IN_FOLDER, Remedy.SAVE_ELSEWHERE),
    ),
    ErrorCode.SOURCE_LOCKED: Words(
        title=(N_("Another program is using the file"),),
        cause=(N_("It cannot be read until that program lets go of it."),),
        advice=(N_("Close it there; it goes on by itself."),),
        many=N_("Close them there; they go on by themselves."),
        remedies=(Remedy.RETRY,),
    ),
    ErrorCode.OUTPUT_LOCKED: Words(
        title=(N_("Another program is using the result's place"),),
        cause=(
            N_("“{name}” is open in another program and cannot be replaced."),
            N_("A file there is open in another program and cannot be replaced."),
        ),
        advice=(N_("Close it there; it goes on by itself."),),
        many=N_("Close them there; they go on by themselves."),
        remedies=(Remedy.SAVE_ELSEWHERE, Remedy.RETRY),
    ),
    ErrorCode.SOURCE_CHANGING: Words(
        title=(N_("The file is still being written"),),
        cause=(N_("It changed while it was being read. Nothing was made of the two versions."),),
        advice=(N_("Nothing to do: it goes on by itself when the file stays as it is."),),
        many=N_("Nothing to do: they go on by themselves when the files stay as they are."),
        remedies=(Remedy.RETRY,),
    ),
    ErrorCode.DRIVE_ERROR: Words(
        title=(
            N_("The drive “{drive}” does not answer well"),
            N_("The drive does not answer well"),
        ),
        cause=(N_("A cable, the network or the drive itself may be the cause."),),
        advice=(N_("Check how it is connected; it is tried again by itself."),),
        many=N_("Check how it is connected; they are tried again by themselves."),
        remedies=(Remedy.SAVE_ELSEWHERE, Remedy.RETRY),
    ),
    ErrorCode.OUT_OF_MEMORY: Words(
        title=(N_("Waits for memory"),),
        cause=(N_("Runs alone when the others are done."),),
        advice=(N_("Nothing to do: it goes on by itself."),),
        many=N_("Nothing to do: they go on by themselves."),
        remedies=(Remedy.MEMORY_SETTINGS,),
    ),
    ErrorCode.TIME_LIMIT: Words(
        title=(N_("It took too long"),),
        cause=(
            N_("It was stopped after {seconds}, far more than a picture of its size needs."),
            N_("It was stopped after far more time than a picture of its size needs."),
        ),
        advice=(N_("Retry when the computer has less to do, or with another copy."),),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_COPY, Remedy.SHOW_LOG),
        detail=(N_("Stopped after {seconds}"),),
    ),
    ErrorCode.WORKER_DIED: Words(
        title=(N_("The file brings its reader down"),),
        cause=(
            N_("The part of mediaapp that worked on it ended each time ({signal}). The others went on."),
            N_("The part of mediaapp that worked on it ended each time. The others went on."),
        ),
        advice=(N_("Use another copy, or save it again in another program."),),
        many=N_("Use other copies, or save them again in another program."),
        remedies=(Remedy.CHOOSE_COPY, Remedy.RETRY, Remedy.SHOW_LOG),
        detail=(N_("Ended with {signal}"),),
    ),
    ErrorCode.BUG: Words(
        title=(N_("Something went wrong in this application"),),
        cause=(N_("The file is probably fine, and it is as it was."),),
        advice=(N_("Retry. If it happens again, the log says more."),),
        remedies=(Remedy.RETRY, Remedy.SHOW_LOG),
    ),
}
