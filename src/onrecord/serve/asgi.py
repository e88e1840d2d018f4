"""The app for a server of several processes: `uvicorn --factory onrecord.serve.asgi:app`; the record is the one that $ONRECORD_DB names."""

import os
from threading import Event, Thread

from starlette.types import ASGIApp

from onrecord.commanding import DEFAULT
from onrecord.keep import open
from onrecord.serve.app import make_app
from onrecord.serve.command import know_speakers


def app() -> ASGIApp:
    """Opens the record, which has to be there, and works out who speaks in what was added since.  Raises RecordError where it cannot be opened."""
    record = open(os.environ.get("ONRECORD_DB") or DEFAULT, create=False)
    known = Event()
    Thread(target=know_speakers, args=(record, known), daemon=True).start()
    return make_app(record, known)
