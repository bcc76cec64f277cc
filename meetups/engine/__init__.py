"""The engine: where to meet, whom to gather, who sits where. Pure: arrays in, plain values out, nothing remembered.

- ``coverage.choose_sites``: at most so many meetups that serve the most weight, places counted, then the least travel.
- ``medians.p_median`` and ``medians.capacitated_p_median``: where a few sites are nearest to everybody.
- ``assignment.assign``, ``replan`` and ``why_not``: who goes to which meetup, under caps by profession.
- ``tables.seat`` and ``tables.reseat_late``: tables, round after round, and late changes that move the fewest.

Each takes arrays, a budget and a seed, and says how good its answer is (``quality``). Same input, same seed and same
budget in iterations: same answer. Bad input raises an ``errors.EngineError`` that names the item.
"""
