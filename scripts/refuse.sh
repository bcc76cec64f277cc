# shellcheck shell=bash
# Sourced by the other scripts: one clear line, and the end.
refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}
