"""The guide belongs to a real installation: on a demo, its pages say so and what to do."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import render_template
from flask.typing import ResponseReturnValue

from meetups.pages.navigation import association

P = ParamSpec("P")


def not_in_a_demo(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer 409 on a marked database: real people never come into an invented network."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if association().is_demo:
            return render_template("pages/opening/demo.html"), 409
        return view(*args, **kwargs)

    return guarded
