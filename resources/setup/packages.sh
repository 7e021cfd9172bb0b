# Sourced by ./run and ./test: installs the Debian packages that are missing. Asks before sudo when not root.

# g++ cmake ninja-build pkg-config  build; the rest are the libraries of DESIGN §7 that are in use.
confab_build_packages="g++ cmake ninja-build pkg-config ccache qt6-base-dev qt6-svg-dev qt6-websockets-dev libqt6sql6-sqlite
    libboost1.81-dev libsodium-dev libmd4c-dev libtomlplusplus-dev libsqlite3-dev"
# What a person's screen needs besides: colour emoji.
confab_run_packages="fonts-noto-color-emoji"
# What only the tests use.
confab_test_packages="$confab_run_packages fonts-dejavu-core fonts-dejavu-extra tmux bible-kjv unicode-data tzdata xvfb openbox xdotool dbus-daemon at-spi2-core
    strace eatmydata"

confab_missing_packages() {
    for package in "$@"; do
        case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
            "install ok installed") ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

confab_install_packages() {
    local missing as_root=""
    missing=$(confab_missing_packages "$@")
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This script installs Debian packages, and apt-get is not here. Install by hand: $missing" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "These packages are missing: $missing"
        if [ ! -t 0 ]; then
            echo "Nobody is there to ask. Run: sudo apt-get install --no-install-recommends $missing" >&2
            return 1
        fi
        printf 'Install them with sudo now? [Y/n] '
        read -r answer
        case "$answer" in
            ""|y|Y|yes) as_root="sudo" ;;
            *) echo "Nothing was installed." >&2; return 1 ;;
        esac
    fi
    echo "Installing: $missing"
    # Words, on purpose: a list of package names.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null || {
        echo "The packages could not be installed: $missing" >&2
        return 1
    }
}

# confab_build PRESET: configures when needed, builds, says how long it took.
confab_build() {
    local preset=$1 started=$SECONDS jobs
    jobs=$(nproc 2>/dev/null || echo 2)
    if [ ! -f "build/$preset/build.ninja" ]; then
        cmake --preset "$preset" >"build-$preset.log" 2>&1 || { cat "build-$preset.log" >&2; rm -f "build-$preset.log"; return 1; }
        mkdir -p "build/$preset" && mv "build-$preset.log" "build/$preset/configure.log"
    fi
    if [ -t 1 ]; then
        cmake --build "build/$preset" --parallel "$jobs" || return 1
    else
        cmake --build "build/$preset" --parallel "$jobs" >"build/$preset/build.log" 2>&1 || { tail -n 60 "build/$preset/build.log" >&2; return 1; }
    fi
    echo "Built the $preset preset in $((SECONDS - started)) s."
}
