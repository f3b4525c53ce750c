#!/usr/bin/env bash
# Every check of the house, in one list, the same here and on the build machine.
set -euo pipefail
unset PYTHONDONTWRITEBYTECODE  # many programs are started: each would compile the house anew
cd "$(dirname "$0")/.."
bin=.venv/bin
step() { printf '\n== %s\n' "$1"; shift; "$@"; }
scratch=$(mktemp -d)
# It takes as long as all before the tests together, and works beside them.
$bin/mypy >"$scratch/types" 2>&1 & types=$!
trap 'kill $types 2>/dev/null || true; rm -rf "$scratch"' EXIT
told() { wait "$types" && cat "$scratch/types" || { cat "$scratch/types"; return 1; }; }
tests() {
  local kept=(-o addopts=-q -o cache_dir="$scratch/told") failed="$scratch/told/v/cache/lastfailed"
  $bin/python -m pytest -n auto "${kept[@]}" && return
  # Three thousand tests, browsers among them, share the cores: what came too early there is tried again by itself, and
  # named, so that somebody mends it. More than three are no accident.
  [ "$(grep -c '::' "$failed")" -le 3 ] || return 1
  printf '\n== once more, alone\n'; grep '::' "$failed"
  $bin/python -m pytest "${kept[@]}" --last-failed --last-failed-no-failures none
}
step "style" $bin/ruff check .
step "format" $bin/ruff format --check --quiet .
step "file lengths" $bin/python .ci/lines.py
step "floors" $bin/lint-imports --no-cache
step "circles" $bin/python .ci/circles.py
step "templates" $bin/djlint --lint --quiet templates modules
step "words" $bin/python .ci/words.py
step "declarations and migrations" env DATA_DIR="$scratch/data" $bin/flask --app wsgi check
step "types" told
# Last, so that the list ends with its closing line. Its order is that of tests/turns.py.
step "tests" tests
