"""The pages, a module each with a `router`; `ROUTERS` is what the app serves."""

from onrecord.serve.pages import front, report, search, speaker, statement

ROUTERS = (front.router, search.router, report.router, speaker.router, statement.router)
