"""The ledger of the record that an app serves, put together once for each state of it."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread

from fastapi import Request

from onrecord.follow.corrections import in_force
from onrecord.follow.ledger import Ledger
from onrecord.keep.record import Record
from onrecord.serve import record_of

KEPT = 4  # ledgers at hand: the present one, and what was known on other days
Key = tuple[str, int, str | None]
_choosing, _making = Lock(), Lock()


def ledger_of(request: Request, record: Record, known_on: str | None = None) -> Ledger:
    """From what was reported up to a day.  Raises NotYet where putting it together takes longer than PATIENCE; it goes on meanwhile."""
    key = (record.state(), max((each.number for each in record.corrections()), default=0), known_on)
    with _choosing:
        if not hasattr(request.app.state, "ledgers"):
            request.app.state.ledgers = OrderedDict()
        at_hand: OrderedDict[Key, Future[Ledger]] = request.app.state.ledgers
        known = at_hand.get(key)
        if known is None or (known.done() and known.exception()):
            known = at_hand[key] = Future()
            Thread(target=_make, args=(known, lambda: put_together(record, known_on)), daemon=True).start()
        at_hand.move_to_end(key)
        while len(at_hand) > KEPT:
            at_hand.popitem(last=False)
    try:
        return known.result(record_of.PATIENCE)
    except TimeoutError:
        raise record_of.NotYet("the ledger of this record is still being put together, which is done once: ask again in a moment") from None


def _make(future: Future[Ledger], make: Callable[[], Ledger]) -> None:
    with _making:
        try:
            future.set_result(make())
        except BaseException as error:  # told to whoever waits for it
            future.set_exception(error)


def put_together(record: Record, known_on: str | None) -> Ledger:
    ledger = record._ledger()
    if known_on is not None:
        ledger = Ledger((told for told in record._told() if (told.published or "9999")[:10] <= known_on), in_force(record.corrections()))
    ledger.drafts()
    return ledger
