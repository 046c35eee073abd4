"""Saving twice is saving once: a verb asked for by a desk that names its request answers a second time from memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from qmsdesk.models import request
from qmsdesk.operations.desk import Asking, Desk

P = ParamSpec("P")
R = TypeVar("R")


def asking(desk: Desk, request_id: str) -> Desk:
    """The same desk, whose next verb carries this request: made when a dialog opens, the same at every try of it."""
    return replace(desk, asking=Asking(request_id))


def request_of(desk: Desk) -> str:
    """The request this desk carries and no verb has taken up yet; "" when there is none."""
    return desk.asking.request_id if desk.asking is not None and not desk.asking.verb else ""


def once(do: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """A verb of one transaction and one `Deed` that is carried out once for each request (design 5).

    Its first `Deed.close` keeps the result in the same transaction; what comes again is told that result.
    """
    verb = f"{do.__module__.rpartition('.')[2]}.{do.__name__}"

    @wraps(do)
    def said(desk: Desk, /, *args: P.args, **given: P.kwargs) -> R:
        asked = desk.asking
        if asked is None or asked.verb:
            return do(desk, *args, **given)
        again = request.earlier_result(asked.request_id, verb)
        if again is not None:
            result: R = json.loads(again)
            return result
        return do(replace(desk, asking=Asking(asked.request_id, verb)), *args, **given)

    return said
