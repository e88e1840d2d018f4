"""The app for a server of several processes: `uvicorn --factory onrecord.serve.asgi:app`.

The record is the one that $ONRECORD_DB names; $ONRECORD_HOSTS and $ONRECORD_PROXIES, with commas between several, are what `--allowed-host` and `--proxy` are to `onrecord serve`: where either is given, visitors log in.  $ONRECORD_OIDC is what `--oidc` is.
"""

import os
from pathlib import Path
from threading import Event, Thread

from starlette.types import ASGIApp

from onrecord.commanding import DEFAULT
from onrecord.keep import open
from onrecord.serve.app import make_app
from onrecord.serve.command import know_speakers, open_secrets, openid_of, want_users
from onrecord.serve.reach import RATE, reach_of


def app() -> ASGIApp:
    """Opens the record, which has to be there, and works out who speaks in what was added since.  Raises RecordError where it cannot be opened, UsageError where visitors would have to log in and nobody could, KeyMissing where their second factors cannot be opened."""
    openid = openid_of(Path(named)) if (named := os.environ.get("ONRECORD_OIDC")) else None
    reach = reach_of("127.0.0.1", _several("ONRECORD_HOSTS"), _several("ONRECORD_PROXIES"), openid is not None, RATE)
    record = open(os.environ.get("ONRECORD_DB") or DEFAULT, create=False)
    if reach.login and openid is None:
        want_users(record)
    if reach.login:
        open_secrets(record)
    known = Event()
    Thread(target=know_speakers, args=(record, known), daemon=True).start()
    return make_app(record, known, reach, openid=openid)


def _several(name: str) -> list[str]:
    return [each.strip() for each in os.environ.get(name, "").split(",") if each.strip()]
