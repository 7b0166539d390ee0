# Sourced by the scripts beside it: goes to the repository's root; `need_environment GROUP...` makes .venv ready.
# shellcheck shell=sh
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

die() {
    printf 'error: %s\n' "$1" >&2
    shift
    for line; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# The first Python in PATH that is new enough and can make virtual environments; PYTHON=... overrides the choice.
find_python() {
    without_venv=
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        if "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            python=$name
            return
        fi
        without_venv=${without_venv:-$name}
    done
    if [ -n "$without_venv" ]; then
        die "$without_venv cannot make virtual environments: its module venv or ensurepip is missing" \
            "on Debian and Ubuntu: apt-get install $without_venv-venv" \
            "or name another Python: PYTHON=python3.12 $0"
    fi
    die "no Python 3.11 or later in PATH" \
        "install one, or name it: PYTHON=/path/to/python3 $0"
}

# Makes .venv, and installs this package in it with the dependency groups given. Done once, until pyproject.toml changes
# or the checkout moves: .venv/stamp has the folder, then the checksum of pyproject.toml and the groups.
need_environment() {
    if [ "$(sed -n 1p .venv/stamp 2>/dev/null)" != "$(pwd)" ] || ! .venv/bin/python -c '' 2>/dev/null; then
        find_python
        say "making a virtual environment in .venv with $("$python" --version 2>&1)"
        "$python" -m venv --clear .venv
    fi
    inputs=$(cksum <pyproject.toml)
    installed=$(sed -n 2p .venv/stamp 2>/dev/null) || installed=
    missing=
    for want in "($inputs)" "$@"; do
        case " $installed " in
            *" $want "*) ;;
            *) missing=yes ;;
        esac
    done
    [ -z "$missing" ] || install_groups "$@"
}

install_groups() {
    say "installing assetbuild${1:+ and the dependency groups $*}"
    options=
    for group; do options="$options --group $group"; done
    # The pip that comes with Python 3.11 to 3.13 knows no --group.
    [ -z "$options" ] || .venv/bin/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
    # shellcheck disable=SC2086 # one word an option
    .venv/bin/python -m pip install -qq --disable-pip-version-check -e . $options
    printf '%s\n' "$(pwd)" "($inputs) $*" >.venv/stamp
}

# Whether one of these programs is in PATH.
has() {
    for name; do
        ! command -v "$name" >/dev/null 2>&1 || return 0
    done
    return 1
}

# A Debian package, where this is Debian and we may; fails where it is not.
install_package() {
    [ "$(id -u)" = 0 ] && has apt-get || return 1
    say "installing the Debian package $1"
    {
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$1"
    } >.venv/apt.log 2>&1 </dev/null || die "the Debian package $1 could not be installed" "$(tail -n 5 .venv/apt.log)"
}

# A browser for the tests: the machine's own, else Debian's, else the one that Playwright downloads. Without any, the
# tests that want it fail and say so.
need_chromium() {
    [ -z "${CHROMIUM:-}" ] && ! has chromium chromium-browser google-chrome-stable google-chrome || return 0
    install_package chromium || .venv/bin/python -m playwright install --no-shell chromium ||
        say "no Chromium: the browser tests will fail"
}

# A web server for the tests of `server-config`, with the module that serves brotli twins.
need_nginx() {
    module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
    { [ -x /usr/sbin/nginx ] || has nginx; } && [ -e "$module" ] && return
    { install_package nginx && install_package libnginx-mod-http-brotli-static; } ||
        say "no nginx with brotli: the tests of server-config will fail"
}

# What shows the files that a web worker opens.
need_strace() {
    has strace || install_package strace || say "no strace: the twelve-factor test will fail"
}

# Rails' view helpers and Sprockets, to compare with ours. The package brings Ruby and Action View with it.
need_rails() {
    ! has ruby || ! ruby -e 'gem "sprockets-rails"; gem "actionpack"' 2>/dev/null || return 0
    install_package ruby-sprockets-rails || say "no Ruby with sprockets-rails and actionpack: the tests of Rails will fail"
}

# The real Sprockets 3 and 4, beside which ours is tested: in .sprockets, at the digests of tests/definitions/real_sprockets.py.
# What they need of Ruby comes with Debian's own.
need_sprockets() {
    ruby -e 'require "sprockets"' >/dev/null 2>&1 || install_package ruby-sprockets ||
        say "no Sprockets: the tests that compare with it will fail"
    .venv/bin/python -m tests.definitions.real_sprockets ||
        say "no Sprockets 3 and 4: the tests that compare with them will fail"
}

# esbuild for the tests, in the wheel that this project builds for it, and the package that a sample app is made with:
# fetched with npm once, at their pins, into .esbuild/.
need_esbuild() {
    pins=$(cat packaging/assetbuild-esbuild/pins.toml tests/esbuild/preact.py | cksum)
    [ ! -d .esbuild ] || [ "$(cat .venv/esbuild 2>/dev/null)" != "$pins" ] || return 0
    has npm || install_package npm || {
        say "no npm: the tests of esbuild will fail"
        return 0
    }
    say "building and installing the wheel assetbuild-esbuild"
    rm -rf .venv/wheels
    .venv/bin/python packaging/assetbuild-esbuild/build_wheel.py --into .venv/wheels
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --force-reinstall .venv/wheels/*.whl
    .venv/bin/python -m tests.esbuild.preact
    printf '%s\n' "$pins" >.venv/esbuild
}

# What the lock file in a folder pins, in its node_modules: npm_ci FOLDER [OPTION...].
npm_ci() {
    folder=$1
    shift
    # --ignore-scripts: nothing of these packages is run before a test does.
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@")
}

# Packages of npm, at the versions that tests/browser/packages/package-lock.json pins, for the tests of modules.
need_packages() {
    ! cmp -s tests/browser/packages/package-lock.json .packages/package-lock.json || return 0
    has npm || install_package npm || {
        say "no npm: the tests of modules of packages will fail"
        return 0
    }
    say "fetching the packages of tests/browser/packages"
    rm -rf .packages
    mkdir .packages
    cp tests/browser/packages/*.json .packages
    npm_ci .packages ||
        { rm -rf .packages; say "the packages could not be fetched: the tests of modules of packages will fail"; }
}

# Other people's tools and style sheets, at the versions and digests of tests/npm/package-lock.json. Done once for each.
need_npm_packages() {
    wanted=$(cksum <tests/npm/package-lock.json)
    [ "$(cat tests/npm/node_modules/.stamp 2>/dev/null)" != "$wanted" ] || return 0
    has npm || install_package npm || die "no npm in PATH: the tests of tools need it" "install Node.js 20 or later"
    say "installing tests/npm/package-lock.json in tests/npm/node_modules"
    npm_ci tests/npm --legacy-peer-deps
    printf '%s\n' "$wanted" >tests/npm/node_modules/.stamp
}

# Ruby, by whose own globs and YAML a reading of Jammit's configuration is checked, and the Sass that was written in it.
need_ruby_sass() {
    { has ruby && [ -x /usr/bin/sass ]; } || install_package ruby-sass ||
        say "no ruby-sass: tests of Jammit and of webassets' filters will fail"
}

# Java, in which two of webassets' filters are.
need_java() {
    has java || install_package default-jre-headless || say "no java: tests of webassets' filters will fail"
}

# Real projects, at the versions and digests of tests/projects/kinds, in .projects.
need_projects() {
    wanted=$(cat tests/projects/kinds/*.py | cksum)
    [ "$(cat .projects/.stamp 2>/dev/null)" != "$wanted" ] || return 0
    say "fetching the projects that tests/projects compiles"
    .venv/bin/python -m tests.projects.fetch ||
        { say "not all projects could be fetched: the tests of real projects will fail"; return 0; }
    printf '%s\n' "$wanted" >.projects/.stamp
}
