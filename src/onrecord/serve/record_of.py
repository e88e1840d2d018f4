"""The record that an app serves."""

from typing import Annotated, cast

from fastapi import Depends, Request

from onrecord.keep.record import Record


def record_of(request: Request) -> Record:
    return cast(Record, request.app.state.record)


Served = Annotated[Record, Depends(record_of)]
