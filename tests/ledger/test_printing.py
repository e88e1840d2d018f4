from io import StringIO

import pytest
from rich.console import Console

from onrecord.keep.ledger_printing import print_ledger


def row(value: int, unit: str) -> dict:
    return {
        "id": "318989b3b4209d39", "type": "ask", "maker": {"name": "the regional court at Tarsk"}, "counterpart": {"name": "the Kolba mining company"}, "amount": {"value": value, "unit": unit}, "due": None, "status": "open",
        "what": {"text": "The regional court at Tarsk ordered the Kolba mining company to pay the farmers whose wells had run dry"}, "days": {"open": 3, "pledge_to_delivery": None}, "events": [{"date": "2026-03-02", "article": "a"}],
    }  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "shown"), [(14_000_000, "crown", "14,000,000"), (2, "boat", "2 boats"), (1_234_567_890_123, "crown", "1,234,567,890,123"), (40, "kilowatt hour per household", "household")])
@pytest.mark.parametrize("width", [130, 140, 200])
def test_no_amount_is_broken(value, unit, shown, width):
    out = StringIO()
    print_ledger([row(3, "boat"), row(value, unit)], Console(file=out, width=width))
    assert shown in out.getvalue()
