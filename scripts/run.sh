#!/usr/bin/env bash
# Serve the application, after whatever set-up is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/refuse.sh

# Said before a long set-up rather than after; the server itself decides.
port=${PORT:-5000}
if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  refuse "PORT : un nombre entre 1 et 65535 est attendu, pas « $port »."
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  refuse "Le port $port est déjà pris : arrêtez le programme qui l’occupe, ou choisissez un autre port, par exemple « PORT=$((port < 65535 ? port + 1 : 5001)) make run »."
fi

scripts/setup.sh

unset PYTHONHOME PYTHONPATH FLASK_APP FLASK_DEBUG FLASK_ENV
# If make is killed outright, the server goes with it.
exec setpriv --pdeathsig TERM .venv/bin/flask serve
