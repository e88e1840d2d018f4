"""The pages, a module each with a `router`.

A page goes in by its router in `ROUTERS`, its line in `onrecord.serve.templating.PLACES`, which is the head of every page, and, on Front, by what it puts into the block `more` of `front.html`.
"""

from onrecord.serve.pages import (
    account,
    amend,
    card,
    check,
    days,
    factor,
    feeds,
    front,
    ledger,
    login,
    report,
    review,
    search,
    sign_in,
    speaker,
    statement,
    takedown,
    timeline,
    utterance,
    utterances,
)

ROUTERS = (
    feeds.router, card.router, days.router, front.router, search.router, report.router, speaker.router, statement.router, check.router, timeline.router, ledger.router, utterance.router, utterances.router, review.router, login.router, sign_in.router, account.router, factor.router, amend.router, takedown.router
)  # fmt: skip
