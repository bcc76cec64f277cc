#!/usr/bin/env bash
# Figures beside an empty page, on this machine. BENCH_ARGS: « --seconds 2 --sizes 400 » for a quick look.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
unset PYTHONHOME PYTHONPATH FLASK_APP FLASK_DEBUG FLASK_ENV
read -ra arguments <<<"${BENCH_ARGS:-}"
exec .venv/bin/python -m benchmarks "${arguments[@]}"
