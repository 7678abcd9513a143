"""The system's libvips behind a pipe: a program that is started once for hundreds of files.

Each line that it reads is a JSON list of an operation, its options, and its arguments as the command `vips` takes them; it
answers whether that went well. "header" has a file and names of fields for arguments, and is answered with the fields.
"""

import ctypes
import json
import sys
from ctypes.util import find_library


class Vips:
    """The few functions of libvips' C interface that are needed; those of GLib are found through it."""

    def __init__(self) -> None:
        self._library = library = ctypes.CDLL(find_library("vips"))
        for made in (library.vips_operation_new, library.vips_image_new_from_file):
            made.restype = ctypes.c_void_p
        library.vips_object_set_from_string.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
        library.vips_image_new_from_file.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
        library.vips_image_get_as_string.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
        for takes_one in (library.vips_object_unref_outputs, library.g_object_unref, library.g_free):
            takes_one.argtypes = (ctypes.c_void_p,)
        library.vips_call_argv.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        library.vips_init(b"judge")
        library.vips_cache_set_max(0)  # a name may stand for another file the next time

    def run(self, name: str, options: str, *arguments: str) -> bool:
        """Run an operation; whether it went well."""
        operation = self._library.vips_operation_new(name.encode())
        if not operation:
            return False
        given = (ctypes.c_char_p * len(arguments))(*(argument.encode() for argument in arguments))
        failed = options and self._library.vips_object_set_from_string(operation, options.encode())
        failed = failed or self._library.vips_call_argv(operation, len(arguments), given)
        self._library.vips_object_unref_outputs(operation)
        self._library.g_object_unref(operation)
        self._library.vips_error_clear()
        return not failed

    def header(self, path: str, *fields: str) -> dict[str, str]:
        """Those of some fields that a file has."""
        image = self._library.vips_image_new_from_file(path.encode(), None)
        found = {}
        for field in fields if image else ():
            text = ctypes.c_char_p()
            if not self._library.vips_image_get_as_string(image, field.encode(), ctypes.byref(text)):
                found[field] = (text.value or b"").decode()
                self._library.g_free(text)
        if image:
            self._library.g_object_unref(image)
        self._library.vips_error_clear()
        return found


def main() -> None:
    """Answer until there is nothing more to read."""
    vips = Vips()
    for line in sys.stdin:
        name, options, *arguments = json.loads(line)
        answer = vips.header(*arguments) if name == "header" else vips.run(name, options, *arguments)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
