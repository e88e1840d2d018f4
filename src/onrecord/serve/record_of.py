"""The record that an app serves."""

from typing import Annotated

from fastapi import Depends, Request

from onrecord.keep.record import Record


def record_of(request: Request) -> Record:
    found = request.app.state.record
    assert isinstance(found, Record)
    return found


Served = Annotated[Record, Depends(record_of)]
