"""``flask serve``: one command, two processes (the pages and the worker), nothing left behind."""
