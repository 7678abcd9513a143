"""For each cause of a failure: what happened, why probably, what to do and which action fits."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from mediaapp.text.marks import QT_TRANSLATE_NOOP
from workers.errors import ErrorCode


class Action(StrEnum):
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
    WAIT = "wait"


class Words(Struct, frozen=True, kw_only=True):
    """The sentences of one cause. Of several the first whose blanks are all known is told, so the last has none.

    `many` is the advice for several files at once, '' where it is the same. `detail` is the line of one file in a list
    whose heading is the title. RETRY is among the `actions` where the same file can end otherwise: because it may be
    repaired, or because what keeps it back may go. `with_extra` are those where an extra has only to be installed.
    """

    title: tuple[str, ...]
    cause: tuple[str, ...]
    advice: tuple[str, ...]
    actions: tuple[Action, ...]
    with_extra: tuple[Action, ...] = ()
    many: str = ""
    detail: tuple[str, ...] = ()


CAUSES: Mapping[ErrorCode, Words] = {
    ErrorCode.SOURCE_GONE: Words(
        title=(QT_TRANSLATE_NOOP("text", "The file is gone"),),
        cause=(QT_TRANSLATE_NOOP("text", "It was moved, renamed or deleted after it was added."),),
        advice=(QT_TRANSLATE_NOOP("text", "Put it back, or show where it is now."),),
        many=QT_TRANSLATE_NOOP("text", "Put them back, or show where they are now."),
        actions=(Action.LOCATE, Action.RETRY),
    ),
    ErrorCode.SOURCE_FORBIDDEN: Words(
        title=(QT_TRANSLATE_NOOP("text", "The file may not be read"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "It belongs to “{owner}”, and you have no right to read it."),
            QT_TRANSLATE_NOOP("text", "You have no right to read it."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Change its permissions, then retry."),),
        many=QT_TRANSLATE_NOOP("text", "Change their permissions, then retry."),
        actions=(Action.SHOW_IN_FOLDER, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "Owner is “{owner}”"),),
    ),
    ErrorCode.SOURCE_NOT_A_FILE: Words(
        title=(QT_TRANSLATE_NOOP("text", "This is not a file"),),
        cause=(QT_TRANSLATE_NOOP("text", "A link, a folder, a device or a pipe has this name."),),
        advice=(QT_TRANSLATE_NOOP("text", "Choose the picture itself."),),
        actions=(Action.CHOOSE_COPY, Action.SHOW_IN_FOLDER),
    ),
    ErrorCode.SOURCE_EMPTY: Words(
        title=(QT_TRANSLATE_NOOP("text", "The file is empty"),),
        cause=(QT_TRANSLATE_NOOP("text", "Not one byte is in it. A copy or a download was probably cut off."),),
        advice=(QT_TRANSLATE_NOOP("text", "Get a whole copy, then retry."),),
        many=QT_TRANSLATE_NOOP("text", "Get whole copies, then retry."),
        actions=(Action.CHOOSE_COPY, Action.RETRY),
    ),
    ErrorCode.NOT_A_PICTURE: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "This is {kind}, not a picture"),
            QT_TRANSLATE_NOOP("text", "This is not a picture"),
        ),
        cause=(
            QT_TRANSLATE_NOOP("text", "“{misnamed}” is called like a picture, but holds {contents}."),
            QT_TRANSLATE_NOOP("text", "“{misnamed}” is called like a picture, but holds something else."),
            QT_TRANSLATE_NOOP("text", "It holds {contents}, and mediaapp works on pictures only."),
            QT_TRANSLATE_NOOP("text", "Nothing in it is what pictures begin with."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Choose the picture you meant, or remove this from the list."),),
        many=QT_TRANSLATE_NOOP("text", "Choose the pictures you meant, or remove these from the list."),
        actions=(Action.CHOOSE_COPY, Action.REMOVE),
        detail=(QT_TRANSLATE_NOOP("text", "Holds {contents}"),),
    ),
    ErrorCode.UNSUPPORTED_FORMAT: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "{format} files cannot be read here"),
            QT_TRANSLATE_NOOP("text", "This kind of file cannot be read here"),
        ),
        cause=(
            QT_TRANSLATE_NOOP("text", "Reading them needs the extra “{extra}”, which is not installed."),
            QT_TRANSLATE_NOOP("text", "The file may be fine; this application does not know its kind."),
        ),
        advice=(
            QT_TRANSLATE_NOOP("text", "Install “{extra}”, or save the picture as PNG or TIFF elsewhere, then retry."),
            QT_TRANSLATE_NOOP("text", "Save the picture as JPEG, PNG or TIFF in another program, then choose that."),
        ),
        actions=(Action.CHOOSE_COPY, Action.REMOVE),
        with_extra=(Action.RETRY, Action.CHOOSE_COPY),
        detail=(QT_TRANSLATE_NOOP("text", "{format} file"),),
    ),
    ErrorCode.UNSUPPORTED_VARIANT: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "The {variant} variant of {format} cannot be read yet"),
            QT_TRANSLATE_NOOP("text", "This variant of {format} cannot be read yet"),
            QT_TRANSLATE_NOOP("text", "This variant of the format cannot be read yet"),
        ),
        cause=(QT_TRANSLATE_NOOP("text", "The file may be fine; it stores its pixels in a rare way."),),
        advice=(QT_TRANSLATE_NOOP("text", "Save it again in another program, then choose that copy."),),
        actions=(Action.CHOOSE_COPY, Action.REMOVE),
        detail=(QT_TRANSLATE_NOOP("text", "A rare variant of {format}"),),
    ),
    ErrorCode.ENDS_EARLY: Words(
        title=(QT_TRANSLATE_NOOP("text", "The picture ends early"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "{how_much} It was probably still being copied, or a download was cut off."),
            QT_TRANSLATE_NOOP(
                "text", "A part of the file is missing. It was probably still being copied, or a download was cut off."
            ),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Get a whole copy, then retry."),),
        many=QT_TRANSLATE_NOOP("text", "Get whole copies, then retry."),
        actions=(Action.CHOOSE_COPY, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "Readable to line {line} of {lines}"),),
    ),
    ErrorCode.DAMAGED: Words(
        title=(QT_TRANSLATE_NOOP("text", "The picture is damaged"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "It breaks at line {line} of {lines}, although the file goes on."),
            QT_TRANSLATE_NOOP("text", "What is in the file does not fit together."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Use another copy or a backup."),),
        many=QT_TRANSLATE_NOOP("text", "Use other copies or a backup."),
        actions=(Action.CHOOSE_COPY, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "Breaks at line {line} of {lines}"),),
    ),
    ErrorCode.TOO_LARGE: Words(
        title=(QT_TRANSLATE_NOOP("text", "Too large to work on safely"),),
        cause=(
            QT_TRANSLATE_NOOP(
                "text", "{frames} pictures of {pixels} pixels in one file are more than may be opened at once."
            ),
            QT_TRANSLATE_NOOP("text", "{pixels} pixels are more than may be opened at once."),
            QT_TRANSLATE_NOOP("text", "The file has {needed}, and at most {limit_size} may be opened."),
            QT_TRANSLATE_NOOP("text", "It holds more than may be opened at once."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Make it smaller or split it in another program, then choose that copy."),),
        actions=(Action.CHOOSE_COPY, Action.REMOVE),
        detail=(QT_TRANSLATE_NOOP("text", "{pixels} pixels"),),
    ),
    ErrorCode.TOO_LARGE_FOR_MEMORY: Words(
        title=(QT_TRANSLATE_NOOP("text", "Too large for this computer's memory"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "{pixels} pixels need about {needed}; this computer can give {free}."),
            QT_TRANSLATE_NOOP("text", "It needs about {needed}; this computer can give {free}."),
            QT_TRANSLATE_NOOP("text", "It needs more than this computer can give."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Raise the memory limit in Settings, or retry on a larger computer."),),
        actions=(Action.MEMORY_SETTINGS, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "Needs about {needed}"),),
    ),
    ErrorCode.TOO_LARGE_FOR_FORMAT: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "Too large for {format}"),
            QT_TRANSLATE_NOOP("text", "Too large for the format"),
        ),
        cause=(
            QT_TRANSLATE_NOOP("text", "{format} holds at most {limit} pixels a side; this would have {pixels}."),
            QT_TRANSLATE_NOOP("text", "The format holds fewer pixels than this would have."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Choose a smaller size or another format."),),
        actions=(Action.RETRY_WITH,),
        detail=(QT_TRANSLATE_NOOP("text", "Would have {pixels} pixels"),),
    ),
    ErrorCode.FORMAT_NOT_AVAILABLE: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "{format} cannot be written here"),
            QT_TRANSLATE_NOOP("text", "The format cannot be written here"),
        ),
        cause=(
            QT_TRANSLATE_NOOP("text", "Writing it needs the extra “{extra}”, which is not installed."),
            QT_TRANSLATE_NOOP("text", "What writes it is not installed."),
        ),
        advice=(
            QT_TRANSLATE_NOOP("text", "Install “{extra}”, or choose another format."),
            QT_TRANSLATE_NOOP("text", "Choose another format."),
        ),
        actions=(Action.RETRY_WITH,),
        with_extra=(Action.RETRY_WITH, Action.RETRY),
    ),
    ErrorCode.GOAL_OUT_OF_REACH: Words(
        title=(QT_TRANSLATE_NOOP("text", "It cannot be made that small"),),
        cause=(
            QT_TRANSLATE_NOOP(
                "text", "The smallest that could be made has {needed}; at most {limit_size} were asked for."
            ),
            QT_TRANSLATE_NOOP("text", "The smallest that could be made has {needed}."),
            QT_TRANSLATE_NOOP("text", "Even the smallest that could be made is not small enough."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Choose fewer pixels, another format, less camera data or a larger size."),),
        actions=(Action.RETRY_WITH,),
        detail=(QT_TRANSLATE_NOOP("text", "At least {needed}"),),
    ),
    ErrorCode.OUTPUT_FORBIDDEN: Words(
        title=(QT_TRANSLATE_NOOP("text", "The folder may not be written to"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "{folder} is read-only for you."),
            QT_TRANSLATE_NOOP("text", "It is read-only for you."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Change its permissions or save elsewhere."),),
        actions=(Action.SAVE_ELSEWHERE, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "{folder}"),),
    ),
    ErrorCode.OUTPUT_NOT_A_FOLDER: Words(
        title=(QT_TRANSLATE_NOOP("text", "The place to save in is not a folder"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "A file stands where the folder {folder} should be."),
            QT_TRANSLATE_NOOP("text", "A file stands where the folder should be."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Move that file away or save elsewhere."),),
        actions=(Action.SAVE_ELSEWHERE, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "{folder}"),),
    ),
    ErrorCode.OUTPUT_LEADS_ELSEWHERE: Words(
        title=(QT_TRANSLATE_NOOP("text", "The folder to save in leads elsewhere now"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "Since this picture was added, a link was put on the way to {folder}."),
            QT_TRANSLATE_NOOP("text", "Since this picture was added, a link was put on the way to it."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "If you meant that, choose the folder anew. Otherwise remove the link."),),
        actions=(Action.SAVE_ELSEWHERE, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "{folder}"),),
    ),
    ErrorCode.OUTPUT_NAME_INVALID: Words(
        title=(QT_TRANSLATE_NOOP("text", "The drive does not take this name"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "“{name}” is too long or has a character that “{drive}” does not know."),
            QT_TRANSLATE_NOOP("text", "It is too long or has a character that the drive does not know."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Choose other names in the recipe, or save elsewhere."),),
        actions=(Action.RETRY_WITH, Action.SAVE_ELSEWHERE),
    ),
    ErrorCode.CHECK_FAILED: Words(
        title=(QT_TRANSLATE_NOOP("text", "The result was not as promised"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "It was opened again and compared: {promise}. So it was thrown away."),
            QT_TRANSLATE_NOOP("text", "It was opened again and compared, then thrown away. The original is as it was."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Retry with another format or goal. The log says more."),),
        actions=(Action.RETRY_WITH, Action.SHOW_LOG, Action.RETRY),
        detail=(QT_TRANSLATE_NOOP("text", "{promise}"),),
    ),
    ErrorCode.SOURCE_AWAY: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "The drive “{drive}” is not connected"),
            QT_TRANSLATE_NOOP("text", "The drive with the file is not connected"),
        ),
        cause=(
            QT_TRANSLATE_NOOP("text", "It waits to be read from there, and goes on by itself when the drive is back."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Connect it, or show where the file is now."),),
        many=QT_TRANSLATE_NOOP("text", "Connect it, or show where the files are now."),
        actions=(Action.LOCATE, Action.WAIT),
    ),
    ErrorCode.OUTPUT_AWAY: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "The drive “{drive}” is not connected"),
            QT_TRANSLATE_NOOP("text", "The folder to save in is not there"),
        ),
        cause=(QT_TRANSLATE_NOOP("text", "It waits to be saved there, and goes on by itself when the place is back."),),
        advice=(QT_TRANSLATE_NOOP("text", "Connect it, or save elsewhere."),),
        actions=(Action.SAVE_ELSEWHERE, Action.WAIT),
    ),
    ErrorCode.DISK_FULL: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "The disk “{drive}” is full"),
            QT_TRANSLATE_NOOP("text", "The disk is full"),
        ),
        cause=(
            QT_TRANSLATE_NOOP(
                "text", "The next picture needs about {needed}, {free} are free. No half-written file was left."
            ),
            QT_TRANSLATE_NOOP("text", "{free} are free. No half-written file was left."),
            QT_TRANSLATE_NOOP("text", "No half-written file was left."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Free some space; it goes on by itself."),),
        actions=(Action.SHOW_IN_FOLDER, Action.SAVE_ELSEWHERE),
    ),
    ErrorCode.SOURCE_LOCKED: Words(
        title=(QT_TRANSLATE_NOOP("text", "Another program is using the file"),),
        cause=(QT_TRANSLATE_NOOP("text", "It cannot be read until that program lets go of it."),),
        advice=(QT_TRANSLATE_NOOP("text", "Close it there; it goes on by itself."),),
        many=QT_TRANSLATE_NOOP("text", "Close them there; they go on by themselves."),
        actions=(Action.WAIT, Action.RETRY),
    ),
    ErrorCode.OUTPUT_LOCKED: Words(
        title=(QT_TRANSLATE_NOOP("text", "Another program is using the result's place"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "“{name}” is open in another program and cannot be replaced."),
            QT_TRANSLATE_NOOP("text", "A file there is open in another program and cannot be replaced."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Close it there; it goes on by itself."),),
        many=QT_TRANSLATE_NOOP("text", "Close them there; they go on by themselves."),
        actions=(Action.WAIT, Action.SAVE_ELSEWHERE, Action.RETRY),
    ),
    ErrorCode.SOURCE_CHANGING: Words(
        title=(QT_TRANSLATE_NOOP("text", "The file is still being written"),),
        cause=(QT_TRANSLATE_NOOP("text", "It changed while it was being read. Nothing was made of the two versions."),),
        advice=(QT_TRANSLATE_NOOP("text", "Nothing to do: it goes on by itself when the file stays as it is."),),
        many=QT_TRANSLATE_NOOP("text", "Nothing to do: they go on by themselves when the files stay as they are."),
        actions=(Action.WAIT, Action.RETRY),
    ),
    ErrorCode.DRIVE_ERROR: Words(
        title=(
            QT_TRANSLATE_NOOP("text", "The drive “{drive}” does not answer well"),
            QT_TRANSLATE_NOOP("text", "The drive does not answer well"),
        ),
        cause=(QT_TRANSLATE_NOOP("text", "A cable, the network or the drive itself may be the cause."),),
        advice=(QT_TRANSLATE_NOOP("text", "Check how it is connected; it is tried again by itself."),),
        many=QT_TRANSLATE_NOOP("text", "Check how it is connected; they are tried again by themselves."),
        actions=(Action.WAIT, Action.SAVE_ELSEWHERE, Action.RETRY),
    ),
    ErrorCode.OUT_OF_MEMORY: Words(
        title=(QT_TRANSLATE_NOOP("text", "Waits for memory"),),
        cause=(QT_TRANSLATE_NOOP("text", "Runs alone when the others are done."),),
        advice=(QT_TRANSLATE_NOOP("text", "Nothing to do: it goes on by itself."),),
        many=QT_TRANSLATE_NOOP("text", "Nothing to do: they go on by themselves."),
        actions=(Action.WAIT, Action.MEMORY_SETTINGS),
    ),
    ErrorCode.TIME_LIMIT: Words(
        title=(QT_TRANSLATE_NOOP("text", "It took too long"),),
        cause=(
            QT_TRANSLATE_NOOP("text", "It was stopped after {seconds}, far more than a picture of its size needs."),
            QT_TRANSLATE_NOOP("text", "It was stopped after far more time than a picture of its size needs."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Retry when the computer has less to do, or with another copy."),),
        actions=(Action.RETRY, Action.CHOOSE_COPY, Action.SHOW_LOG),
        detail=(QT_TRANSLATE_NOOP("text", "Stopped after {seconds}"),),
    ),
    ErrorCode.WORKER_DIED: Words(
        title=(QT_TRANSLATE_NOOP("text", "The file brings its reader down"),),
        cause=(
            QT_TRANSLATE_NOOP(
                "text", "The part of mediaapp that worked on it ended each time ({signal}). The others went on."
            ),
            QT_TRANSLATE_NOOP("text", "The part of mediaapp that worked on it ended each time. The others went on."),
        ),
        advice=(QT_TRANSLATE_NOOP("text", "Use another copy, or save it again in another program."),),
        many=QT_TRANSLATE_NOOP("text", "Use other copies, or save them again in another program."),
        actions=(Action.CHOOSE_COPY, Action.RETRY, Action.SHOW_LOG),
        detail=(QT_TRANSLATE_NOOP("text", "Ended with {signal}"),),
    ),
    ErrorCode.BUG: Words(
        title=(QT_TRANSLATE_NOOP("text", "Something went wrong in this application"),),
        cause=(QT_TRANSLATE_NOOP("text", "The file is probably fine, and it is as it was."),),
        advice=(QT_TRANSLATE_NOOP("text", "Retry. If it happens again, the log says more."),),
        actions=(Action.RETRY, Action.SHOW_LOG),
    ),
}
