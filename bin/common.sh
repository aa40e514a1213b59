# Shared by the scripts of this folder: where things are, and how to end with one clear line.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
VENV="$ROOT/.venv"
cd "$ROOT"

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    [ -w "$ROOT" ] || fail "govplan: no permission to write in $ROOT. Copy the project to a folder of yours and try again."
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c '' 2>/dev/null; then return 0; fi
    python=$(find_python) || fail "govplan: Python 3.10 or newer was not found. Install it (Debian: apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python3 make start"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" >"$ROOT/.venv.log" 2>&1 ||
        fail "govplan: the virtual environment could not be made (Debian: apt-get install python3-venv). Details: $ROOT/.venv.log"
    rm -f "$ROOT/.venv.log"
}

# install STAMP PIP-ARGUMENT...: only when a pyproject.toml, the folder or Python has changed since.
install() {
    stamp="$VENV/.installed-$1"
    shift
    now=$( (cat pyproject.toml apps/*/pyproject.toml; echo "$ROOT"; "$VENV/bin/python" --version) | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
    "$VENV/bin/python" -m pip install -q --disable-pip-version-check "$@" >"$VENV/install.log" 2>&1 ||
        fail "govplan: the libraries could not be installed. Is the network up? Details: $VENV/install.log"
    printf '%s' "$now" >"$stamp"
}

install_apps() {
    install apps -e apps/frappe_embedded -e apps/govplan
}
