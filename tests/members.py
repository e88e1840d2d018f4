"""Users of a record, for tests of who may do what."""

from fastapi import FastAPI

from onrecord.access.roles import Role, Visitor

PASSWORD, OTHER = "mumbling otter 42 quay", "seven lamps under the pier"
BOSS = Visitor("boss", Role.admin, "here")


def inmost(app) -> FastAPI:
    """The app within what stands before it."""
    while not isinstance(app, FastAPI):
        app = app.app
    return app
