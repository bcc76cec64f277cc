#!/usr/bin/env bash
# What needs no running: format, lint, types, templates, catalogue. Says everything that is wrong, not just the first.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh dev
unset PYTHONHOME PYTHONPATH MYPYPATH

failed=0
run() { .venv/bin/python -m "$@" || failed=1; }
run ruff format --check --quiet .
run ruff check --quiet .
run mypy
run djlint templates --lint --quiet
run scripts.catalogue --check
exit $failed
