"""No other site may make a browser write here.

As Go's `net/http.CrossOriginProtection` does: a request that is not GET, HEAD or OPTIONS is refused where the browser says that another site made it, by Sec-Fetch-Site or, where it sends none, by an Origin that is not the host that is
asked.  What sends neither is no browser, and shows what it may do by other means than a cookie that is sent along.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.serve.problems import Problem

SAFE = ("GET", "HEAD", "OPTIONS")


class OneSite:
    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and is_foreign(Headers(scope=scope)):
            await Problem(403, "Another site asked for this, and only onrecord's own pages may: open the page here, and try again.", scope["path"])(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether another site made the browser ask."""
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        asked_by = urlsplit(origin).netloc
    except ValueError:
        return True
    return not asked_by or asked_by.lower() != headers.get("host", "").strip().lower()
