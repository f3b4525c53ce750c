#!/usr/bin/env bash
# Installs what is missing: "setup.sh run" for the back office, "setup.sh test" for its tests too. A second run changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
goal=${1:-run}
lists=(.ci/apt-run.txt); locks=(requirements.txt)
if [ "$goal" = test ]; then lists+=(.ci/apt-test.txt); locks=(requirements-dev.txt); fi

missing=()
while read -r name; do
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
done < <(cat "${lists[@]}")
# A Python that brings its own venv needs no Debian package for it.
if python3 -c 'import ensurepip, venv' 2>/dev/null; then missing=("${missing[@]/python3-venv/}"); fi
read -r -a missing <<<"${missing[*]-}" || true
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then root=(); elif sudo -n true 2>/dev/null; then root=(sudo); else
    echo "Cần cài các gói hệ thống: ${missing[*]} (chạy lại bằng root hoặc tài khoản có sudo)." >&2; exit 1; fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

stamp() { cat "$@" | sha256sum | cut -d' ' -f1; }
mkdir -p .setup
# A new .venv is empty, whatever the stamp says.
[ -x .venv/bin/python ] || { rm -f .setup/python; python3 -m venv .venv; }
want=$(stamp "${locks[@]}"); have=$(cat .setup/python 2>/dev/null || true)
# The test lock holds all of the run lock, so that `make run` after `make test` finds nothing to do.
if [ "$have" != "$want" ] && [ "$have" != "$(stamp requirements-dev.txt)" ]; then
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "${locks[0]}"
  printf '%s' "$want" > .setup/python
fi
want=$(stamp package-lock.json app/static/icons.txt .ci/vendor.py)
if [ "$(cat .setup/browser 2>/dev/null)" != "$want" ] || [ ! -f app/static/icons.svg ] || [ ! -d node_modules/axe-core ]; then
  if ! command -v npm >/dev/null; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-npm.txt
    # Its npm looks for its node on the PATH.
    PATH="$PWD/.venv/bin:$PATH"
  fi
  npm ci --silent --no-audit --no-fund >/dev/null
  .venv/bin/python .ci/vendor.py
  printf '%s' "$want" > .setup/browser
fi
# Where Python may not write beside the sources (another user, PYTHONDONTWRITEBYTECODE), each start would compile them all.
.venv/bin/python -m compileall -q app modules config.py wsgi.py
