"""The engine: where to meet, whom to gather. Pure: arrays and plain values in, plain values out, nothing remembered.

Callers know two functions, ``coverage.choose_sites`` and ``assignment.choose_guests``, their results and
``errors``; everything else may be replaced. Same input, same output: no clock, no chance.
"""
