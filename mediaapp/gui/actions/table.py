"""All actions, in the order of menus, and which of them help after a failure."""

from collections.abc import Mapping

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.adding import ADD_FILES, ADD_FOLDER, ADD_SAMPLES, PASTE
from mediaapp.gui.actions.automatic import ADD_WATCH, AUTOMATIC, OF_WATCHES
from mediaapp.gui.actions.hooks import ADD_HOOK, ADD_SCHEDULE, OF_HOOKS, OF_SCHEDULES
from mediaapp.gui.actions.locations import CHOOSE_COPY, LOCATE, SAVE_ELSEWHERE
from mediaapp.gui.actions.navigation import (
    CLEAR_SEARCH,
    EDIT_RECIPE,
    FIND,
    GO_BACK,
    MEMORY_SETTINGS,
    OPEN_LOG,
    QUIT,
    SELECT_ALL,
    SHOW,
    SHOW_ACTIVITY,
    SHOW_ALL_ROWS,
    SHOW_DETAILS,
    SHOW_DONE,
    SHOW_FAILED,
    SHOW_WAITING,
    SHOW_WINDOW,
)
from mediaapp.gui.actions.queueing import (
    CHANGE_RECIPE,
    DO_FIRST,
    DO_LAST,
    PAUSE,
    PAUSE_ALL,
    RESUME,
    RESUME_ALL,
    RETRY,
    RETRY_ALL,
    RETRY_WITH,
    START,
    START_ANYWAY,
)
from mediaapp.gui.actions.removing import CANCEL, DELETE_RESULTS, REMOVE, REMOVE_FINISHED
from mediaapp.gui.actions.reporting import REPORT_ALL, SAVE_REPORT
from mediaapp.gui.actions.results import BRING_BACK, OPEN, OPEN_FOLDER, SHOW_IN_FOLDER
from mediaapp.gui.actions.timing import BEGIN_NOW, GO_ON_NOW, LATER
from mediaapp.gui.actions.undo import UNDO
from mediaapp.text import Remedy

OF_ROWS: tuple[tuple[Action, ...], ...] = (
    (OPEN, SHOW_IN_FOLDER),
    (RETRY, RETRY_WITH, SAVE_ELSEWHERE),
    (DO_FIRST, DO_LAST, PAUSE, RESUME, CANCEL),
    (LATER, BEGIN_NOW),
    (SAVE_REPORT,),
    (BRING_BACK, REMOVE),
)
"""What can be done to the selected rows, in the groups of their context menu."""

ACTIONS: tuple[Action, ...] = (
    *(action for group in OF_ROWS for action in group),
    RETRY_ALL,
    START,
    START_ANYWAY,
    CHANGE_RECIPE,
    OPEN_FOLDER,
    CHOOSE_COPY,
    LOCATE,
    UNDO,
    SHOW,
    SHOW_DONE,
    SHOW_FAILED,
    SHOW_WAITING,
    SHOW_ACTIVITY,
    EDIT_RECIPE,
    REMOVE_FINISHED,
    REPORT_ALL,
    DELETE_RESULTS,
    MEMORY_SETTINGS,
    OPEN_LOG,
    ADD_FILES,
    ADD_FOLDER,
    PASTE,
    ADD_SAMPLES,
    PAUSE_ALL,
    RESUME_ALL,
    GO_ON_NOW,
    AUTOMATIC,
    ADD_WATCH,
    *(action for group in OF_WATCHES for action in group),
    ADD_HOOK,
    ADD_SCHEDULE,
    *(action for group in OF_HOOKS + OF_SCHEDULES for action in group),
    SHOW_ALL_ROWS,
    SHOW_DETAILS,
    FIND,
    CLEAR_SEARCH,
    SELECT_ALL,
    GO_BACK,
    SHOW_WINDOW,
    QUIT,
)

REMEDIES: Mapping[Remedy, Action] = {
    Remedy.RETRY: RETRY,
    Remedy.RETRY_WITH: RETRY_WITH,
    Remedy.CHOOSE_COPY: CHOOSE_COPY,
    Remedy.SAVE_ELSEWHERE: SAVE_ELSEWHERE,
    Remedy.LOCATE: LOCATE,
    Remedy.SHOW_IN_FOLDER: SHOW_IN_FOLDER,
    Remedy.MEMORY_SETTINGS: MEMORY_SETTINGS,
    Remedy.SHOW_LOG: OPEN_LOG,
    Remedy.REMOVE: REMOVE,
}
