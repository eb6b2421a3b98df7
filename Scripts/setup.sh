#!/bin/sh
# Installs what PQL is built with, where it is missing: libedit, RE2, zlib, zstd, pkg-config and
# time zones.
# Uses apt on Debian and its kin, brew on macOS, and sudo only when the user is not root.
set -eu

say() { printf 'setup: %s\n' "$*" >&2; }

if ! command -v swift >/dev/null 2>&1; then
  say "no Swift toolchain found. Install Swift 6.2 or later (https://swift.org/install), then try again."
  exit 1
fi

missing=""
have_header() { [ -f "/usr/include/$1" ] || [ -f "/usr/local/include/$1" ]; }

case "$(uname -s)" in
Darwin)
  command -v brew >/dev/null 2>&1 || { say "install Homebrew, then: brew install libedit re2 zlib zstd pkg-config"; exit 1; }
  for formula in libedit re2 zlib zstd pkg-config; do
    brew list --versions "$formula" >/dev/null 2>&1 || missing="$missing $formula"
  done
  [ -z "$missing" ] && exit 0
  say "installing with brew:$missing"
  # shellcheck disable=SC2086
  brew install $missing
  ;;
*)
  command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
  have_header histedit.h || missing="$missing libedit-dev"
  have_header re2/re2.h || missing="$missing libre2-dev"
  have_header zlib.h || missing="$missing zlib1g-dev"
  have_header zstd.h || missing="$missing libzstd-dev"
  [ -d /usr/share/zoneinfo/Europe ] || missing="$missing tzdata"
  [ -z "$missing" ] && exit 0
  if ! command -v apt-get >/dev/null 2>&1; then
    say "please install the packages that hold these, then try again:$missing"
    exit 1
  fi
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      say "these packages are missing and there is no sudo to install them with:$missing"
      say "as root: apt-get install$missing"
      exit 1
    fi
    as_root="sudo"
  fi
  say "installing with apt:$missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  $as_root apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || {
    $as_root apt-get update >/dev/null
    $as_root apt-get install -y --no-install-recommends $missing >/dev/null || {
      say "apt could not install:$missing"
      say "try: apt-get update && apt-get install$missing"
      exit 1
    }
  }
  ;;
esac
