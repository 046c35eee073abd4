#!/bin/sh
# Everything one does with a checkout of qmsdesk, from a bare Debian 12 with python3 upwards.
# The first start sets up what is missing; each later start only looks whether it is still there.
set -eu

usage() {
    cat <<'TEXT'
usage: sh installer/dev.sh COMMAND [ARGUMENTS]

  run     open the program; without a display run the demo into ./demo
  demo    do the main job without a person into ./demo (or the folder named)
  test    the fast tests; --all adds the slow ones; other arguments go to pytest
  check   ruff, mypy --strict, import-linter, deptry
  shots   a picture of every window into ./shots (or the folder named)
  bench   the performance figures
  doctor  one table: what is here, what is missing, what to do; installs nothing
  setup   only set up: "setup run" for the program alone, "setup test" for everything

Offline: PIP_NO_INDEX=1 PIP_FIND_LINKS=/folder/of/wheels sh installer/dev.sh run
TEXT
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv="$root/.venv"
py="$venv/bin/python"

say() { printf '%s\n' "dev.sh: $*" >&2; }
die() { say "$@"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# What `ldd` finds missing on a bare Debian for Qt's offscreen, xcb and Wayland plugins and for CUPS.
qt_packages='libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-randr0 libxkbcommon-x11-0
    libwayland-cursor0 libwayland-egl1 libcups2'
# Second opinions on PDFs and codes, an X server, a tracer that makes system calls fail for the fault tests, and the
# server several workstations share.
test_packages='poppler-utils qpdf zbar-tools xvfb xauth strace postgresql'

# The Debian packages of the arguments that are not installed, on one line; t64 names (Debian 13) count too.
missing_packages() {
    for package in "$@"; do
        for name in "$package" "${package}t64"; do
            state=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) || state=''
            [ "$state" = installed ] && continue 2
        done
        printf ' %s' "$package"
    done
}

# apt_install WHY PACKAGES: as root installs them, otherwise prints the line to type and returns 1.
apt_install() {
    why=$1
    shift
    if [ "$(id -u)" -ne 0 ]; then
        say "$why needs Debian packages; please run:"
        printf '  sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$*" >&2
        return 1
    fi
    say "installing Debian packages for $why: $*"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

is_debian() { has apt-get && has dpkg-query; }

# The first Python of 3.11 or newer on the PATH.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if has "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

system_packages() {
    is_debian || return 0
    find_python >/dev/null || apt_install "qmsdesk" python3 || exit 1
    base=$(find_python) || die "Python 3.11 or newer is needed; this system has only older ones"
    wanted=''
    # Debian splits venv off from python3; a Python from elsewhere carries it
    "$base" -c 'import ensurepip, venv' 2>/dev/null || wanted=' python3-venv'
    # shellcheck disable=SC2086  # the lists are words on purpose
    wanted="$wanted$(missing_packages $qt_packages)"
    # shellcheck disable=SC2086
    [ -z "$wanted" ] || apt_install "Qt" $wanted || exit 1
    [ "$1" = test ] || return 0
    # shellcheck disable=SC2086
    wanted=$(missing_packages $test_packages)
    # shellcheck disable=SC2086
    [ -z "$wanted" ] || apt_install "some tests (they are skipped without)" $wanted || true
}

# The constraints file pip is given: the pinned one, with the older Qt where glibc is older than 2.34.
constraints() {
    pins="$root/installer/constraints.txt"
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed -n 's/^glibc 2\.\([0-9]*\).*/\1/p')
    if [ -n "$glibc" ] && [ "$glibc" -lt 34 ]; then
        sed '/^PySide6/d; /^shiboken6/d' "$pins" | cat - "$root/installer/constraints-old-glibc.txt"
    else
        cat "$pins"
    fi
}

# What the environment in .venv was made from: place, Python, dependencies (not the settings of the tools).
fingerprint() {
    printf '%s\n%s\n' "$root" "$("$1" -c 'import sys; print(sys.version)')"
    { sed '/^\[tool\.ruff/,$d' "$root/pyproject.toml"; constraints; } | cksum
}

pip_install() {
    pins="$venv/constraints.txt"
    constraints >"$pins"
    (cd "$root" && "$py" -m pip install --disable-pip-version-check --no-input --quiet -c "$pins" -e "$1") >&2
}

# make_venv run|test: the stamp is written last, so that an interrupted set-up is done again.
make_venv() {
    base=$(find_python) || die "Python 3.11 or newer is needed (python3 is not on the PATH or older)"
    print=$(fingerprint "$base")
    [ "$1" = test ] && extra='.[dev,postgres]' || extra='.'
    for stamp in "$venv/made-for-test" "$venv/made-for-$1"; do
        if [ -x "$py" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$print" ]; then
            return 0
        fi
    done
    say "setting up .venv (once; about a minute)"
    if ! { [ -f "$venv/place" ] && [ "$(cat "$venv/place")" = "$(printf '%s' "$print" | sed '$d')" ]; }; then
        "$base" -m venv --clear "$venv" || die "could not make $venv"
        printf '%s' "$print" | sed '$d' >"$venv/place"
    fi
    rm -f "$venv/made-for-run" "$venv/made-for-test"
    pip_install "$extra" || die "pip could not install the dependencies (see above); is the network there?"
    printf '%s' "$print" >"$venv/made-for-$1"
}

# Two starts at once must not both build the environment.
set_up() {
    system_packages "$1"
    if has flock; then
        { flock 9; make_venv "$1" 9>&-; } 9>"$root/.dev.lock"
    else
        make_venv "$1"
    fi
}

# Qt complains about a locale without UTF-8, and Chinese file names need one.
case $(locale charmap 2>/dev/null || echo none) in
    UTF-8 | utf8 | GB18030 | GBK | GB2312) ;;
    *) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac

qmsdesk() { "$py" -P -m qmsdesk "$@"; }
has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; }

run() {
    set_up run
    if has_display; then
        qmsdesk "$@"
    else
        echo "There is no display (DISPLAY and WAYLAND_DISPLAY are empty): running the demo into ./demo instead."
        qmsdesk demo ./demo
    fi
}

run_tests() {
    set_up test
    filter='not slow'
    if [ "${1:-}" = --all ]; then
        filter=''
        shift
    fi
    cd "$root"
    # the pictures and the messages of tests must not depend on the desktop they run on
    unset DISPLAY WAYLAND_DISPLAY QT_STYLE_OVERRIDE QT_SCALE_FACTOR QT_IM_MODULE
    LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen "$py" -P -m pytest -n 2 --dist worksteal -m "$filter" "$@"
}

check() {
    set_up test
    cd "$root"
    failed=''
    "$py" -P -m ruff check . || failed="$failed ruff-check"
    "$py" -P -m ruff format --check --quiet . || failed="$failed ruff-format"
    "$py" -P -m mypy --strict qmsdesk || failed="$failed mypy"
    "$venv/bin/lint-imports" || failed="$failed import-linter"
    "$py" -P -m deptry . || failed="$failed deptry"
    [ -z "$failed" ] || die "check failed:$failed"
    say "check passed: ruff, mypy, import-linter, deptry"
}

# Needs nothing installed: it is what one runs when something is missing.
doctor() {
    base=$py
    [ -x "$base" ] || base=$(find_python) || die "no Python 3.11 or newer: apt-get install python3"
    PYTHONPATH="$root" "$base" -P -m qmsdesk.doctor "$@"
}

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
    run) run "$@" ;;
    demo)
        [ $# -gt 0 ] || set -- ./demo
        set_up run
        qmsdesk demo "$@"
        ;;
    test) run_tests "$@" ;;
    check) check ;;
    shots)
        [ $# -gt 0 ] || set -- ./shots
        set_up run
        QT_QPA_PLATFORM=offscreen qmsdesk shots "$@"
        ;;
    bench)
        set_up run
        qmsdesk bench "$@"
        ;;
    doctor) doctor "$@" ;;
    setup) set_up "${1:-test}" ;;
    help | -h | --help) usage ;;
    *) usage >&2 && die "unknown command: $command" ;;
esac
