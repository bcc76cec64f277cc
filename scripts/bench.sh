#!/usr/bin/env bash
# Figures beside rivals, on this machine. BENCH_ARGS: « --parts tables medians » for some of them, « --help » for all.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/refuse.sh
scripts/setup.sh
unset PYTHONHOME PYTHONPATH FLASK_APP FLASK_DEBUG FLASK_ENV

# Rivals weigh ten times what we do: they have an environment of their own.
wanted=$({ pwd; cat requirements.txt requirements-bench.txt; } | sha256sum)
if [[ $(cat .venv-bench/ready 2>/dev/null) != "$wanted" ]]; then
  echo "Installation de ce à quoi l’on se compare…"
  python3 -m venv --clear .venv-bench
  .venv-bench/bin/python -m pip install --disable-pip-version-check --no-input --quiet \
    --requirement requirements.txt --requirement requirements-bench.txt >.venv-bench/pip.log 2>&1 ||
    refuse "Les bibliothèques ne s’installent pas : vérifiez la connexion, puis recommencez. Détails : .venv-bench/pip.log"
  echo "$wanted" >.venv-bench/ready
fi
read -ra arguments <<<"${BENCH_ARGS:-}"
exec .venv-bench/bin/python -m benchmarks "${arguments[@]}"
