#!/usr/bin/env bash
# Guess: QtDBus sends a Python int as one type of D-Bus, and there is some way to send any other, as Notify's id (u) needs.
# Seen: PySide6-Essentials 6.11.3 picks by the value: 1 goes as i, 2147483648 as x. None goes as u, so that a notice that may be
#   replaced cannot be sent; a list of one number goes as av, an empty dict of options as a{sv}, and bytes are refused.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check PySide6-Essentials==6.11.3 jeepney==0.9.0
dbus-run-session -- "$work/venv/bin/python" - <<'PY'
import os
from jeepney import HeaderFields, MatchRule, message_bus
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage

application = QCoreApplication([])
listener = open_dbus_connection()
listener.send_and_get_reply(message_bus.AddMatch(MatchRule(type="signal", interface="org.example.Mine")))

def sent(value: object) -> str | None:
    message = QDBusMessage.createSignal("/mine", "org.example.Mine", "Told")
    message.setArguments([value])
    if not QDBusConnection.sessionBus().send(message):
        return None
    while True:
        got = listener.receive(timeout=5)
        if got.header.fields.get(HeaderFields.interface) == "org.example.Mine":
            return got.header.fields[HeaderFields.signature]

seen = [(value, sent(value)) for value in (1, 2**31 - 1, 2**31, [1], ["a"], {}, b"bytes")]
print(seen)
assert [signature for _, signature in seen] == ["i", "i", "x", "av", "as", "a{sv}", None]
PY
