#!/usr/bin/env bash
# All the tests, on a machine that may have nothing yet. PYTEST_ARGS chooses among them.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/refuse.sh

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql-15)
[[ -x /usr/lib/dovecot/imap ]] || missing+=(dovecot-imapd)
[[ -x /usr/lib/dovecot/lmtp ]] || missing+=(dovecot-lmtpd)
command -v redis-server >/dev/null || missing+=(redis-server)
compgen -G '/usr/lib/*/libical.so.3' >/dev/null || missing+=(libical3)

if ((${#missing[@]})); then
  [[ $(id -u) == 0 && -x /usr/bin/apt-get ]] ||
    refuse "Il manque aux tests : ${missing[*]}. Sous Debian : apt install --no-install-recommends ${missing[*]}"
  echo "Installation de ${missing[*]}…"
  log=$(mktemp)
  install=(apt-get install --yes --quiet --no-install-recommends "${missing[@]}")
  export DEBIAN_FRONTEND=noninteractive
  # Fresh images have no list of packages, or one from the day they were made.
  { apt-get update --quiet && "${install[@]}"; } >"$log" 2>&1 ||
    refuse "${missing[*]} ne s’installe pas : vérifiez la connexion à internet, puis recommencez. Détails : $log"
  rm "$log"
fi

scripts/setup.sh dev

# The tests say what they need: nothing comes from the person who runs them.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
unset PYTHONHOME PYTHONPATH FLASK_APP FLASK_DEBUG FLASK_ENV DATABASE_URL SECRET_KEY BASE_URL PORT DEMO MAIL_FROM \
  SMTP_URL IMAP_URL MAIL_AUTHSERV_ID MAIL_SUBADDRESS GEOCODER_URL QUEUE_URL ROUTING_URL
read -ra arguments <<<"${PYTEST_ARGS:--n 2 --dist worksteal}"
HOME=$home TZ=UTC .venv/bin/python -m pytest "${arguments[@]}"
