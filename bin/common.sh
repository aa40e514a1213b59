# Shared by the scripts of this folder: where things are, and how to end with one clear line.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
VENV="$ROOT/.venv"
PATH=$PATH:/usr/sbin:/usr/local/sbin # where Debian keeps servers
packages=
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

bench() { "$VENV/bin/bench" "$@"; }

# End with one line when PORT cannot be used.
require_port() {
    case $PORT in
        '' | *[!0-9]*) fail "govplan: PORT must be a number such as 8010, not \"$PORT\"." ;;
    esac
    python=$(find_python) || return 0 # make_venv tells that there is none
    "$python" - "$PORT" <<'PY' || fail "govplan: port $PORT cannot be used. Stop the program that uses it or choose another: PORT=8010 make ${0##*/}"
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PY
}

# The apps with what a site on MariaDB and Redis takes.
install_full() {
    install full -e 'apps/frappe_embedded[mariadb,redis,processes]' -e apps/govplan
}

# need PROGRAM PACKAGE...: what is missing is installed from Debian by install_packages, or named.
need() {
    program=$1
    shift
    command -v "$program" >/dev/null && return 0
    packages="$packages $*"
}

install_packages() {
    [ -n "$packages" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "govplan: these programs are missing:$packages. Install them (Debian: sudo apt-get install$packages) and try again."
    fi
    echo "Installing$packages (once) ..."
    # shellcheck disable=SC2086 # several words on purpose
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } >"$VENV/apt.log" 2>&1 ||
        fail "govplan:$packages could not be installed. Details: $VENV/apt.log"
}
