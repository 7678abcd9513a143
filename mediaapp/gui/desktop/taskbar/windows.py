"""Progress on the Windows taskbar: ITaskbarList3."""

import sys

from PySide6.QtGui import QWindow

if sys.platform == "win32":
    import ctypes
    from uuid import UUID

    CLSID_TASKBAR_LIST = UUID("56FDF344-FD6D-11D0-958A-006097C9A090")
    IID_ITASKBAR_LIST_3 = UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
    CLSCTX_INPROC_SERVER = 1
    TBPF_NOPROGRESS = 0
    # Slots of the interface's table of functions: IUnknown 0-2, ITaskbarList 3-7, ITaskbarList2 8, ITaskbarList3 9-.
    HR_INIT, SET_PROGRESS_VALUE, SET_PROGRESS_STATE = 3, 9, 10
    STEPS = 1000

    class WindowsTaskbar:
        """Draws on the button of one window."""

        def __init__(self, window: QWindow) -> None:
            self._window = window
            self._list = ctypes.c_void_p()
            ole = ctypes.windll.ole32
            ole.CoInitialize(None)
            ole.CoCreateInstance(
                CLSID_TASKBAR_LIST.bytes_le,
                None,
                CLSCTX_INPROC_SERVER,
                IID_ITASKBAR_LIST_3.bytes_le,
                ctypes.byref(self._list),
            )
            if self._list:
                self._function(HR_INIT)(self._list)

        def show_progress(self, fraction: float | None) -> None:
            """Show a bar of 0 to 1, or none."""
            if not self._list:
                return
            handle = ctypes.c_void_p(int(self._window.winId()))
            if fraction is None:
                self._function(SET_PROGRESS_STATE, ctypes.c_void_p, ctypes.c_int)(self._list, handle, TBPF_NOPROGRESS)
            else:
                self._function(SET_PROGRESS_VALUE, ctypes.c_void_p, ctypes.c_ulonglong, ctypes.c_ulonglong)(
                    self._list, handle, round(fraction * STEPS), STEPS
                )

        def _function(self, slot: int, *types: type) -> ctypes._FuncPointer:
            table = ctypes.cast(self._list, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
            return ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *types)(table[slot])
