#!/usr/bin/env bash
# Every check of the house, in one list, the same here and on the build machine.
set -euo pipefail
unset PYTHONDONTWRITEBYTECODE  # many programs are started: each would compile the house anew
cd "$(dirname "$0")/.."
bin=.venv/bin
step() { printf '\n== %s\n' "$1"; shift; "$@"; }
step "style" $bin/ruff check .
step "format" $bin/ruff format --check --quiet .
step "file lengths" $bin/python .ci/lines.py
step "types" $bin/mypy
step "floors" $bin/lint-imports --no-cache
step "templates" $bin/djlint --lint --quiet templates modules
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
step "words" $bin/python .ci/words.py
step "declarations and migrations" env DATA_DIR="$scratch" $bin/flask --app wsgi check
# Last, so that the list ends with its closing line. Its order is that of tests/turns.py.
step "tests" $bin/python -m pytest -n auto
