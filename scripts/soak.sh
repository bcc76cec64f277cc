#!/usr/bin/env bash
# The long runs: PARTS chooses among them (« seats control promotions kills workers timing »), SOAK_ARGS their counts.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/refuse.sh

compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
  refuse "Il manque PostgreSQL : lancez d’abord « make test », qui installe ce qu’il faut."
scripts/setup.sh dev

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
unset PYTHONHOME PYTHONPATH FLASK_APP FLASK_DEBUG FLASK_ENV DATABASE_URL SECRET_KEY BASE_URL PORT DEMO MAIL_FROM \
  SMTP_URL IMAP_URL MAIL_AUTHSERV_ID MAIL_SUBADDRESS GEOCODER_URL QUEUE_URL ROUTING_URL
read -ra arguments <<<"${SOAK_ARGS:-}"
HOME=$home TZ=UTC .venv/bin/python -m tests.soak --parts "${PARTS:-}" "${arguments[@]}" 2> >(grep --line-buffered -v '^{' >&2)
