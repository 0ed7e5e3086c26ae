#!/usr/bin/env bash
# Builds the native TensorFlow backend on Linux, where the download of @tensorflow/tfjs-node cannot be reached: compiles
# the package's two C++ files against the TensorFlow library out of Python's wheel, then starts it and compares a gradient with its definition.
#
#   build-native.sh [FOLDER]     default: where assay finds it by itself, ~/.cache/assay/native
#
# Needs Node 20 or newer with its headers, npm, g++, and python3 with pip. Takes a minute and 1.3 GB of disk.
#   TENSORFLOW    a folder with an unpacked wheel's tensorflow/ (a virtual environment's site-packages, say): no download
#   NODE_INCLUDE  the folder with node_api.h
set -euo pipefail

tfjs_version=4.22.0
tensorflow_version=2.21.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${ASSAY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/assay}/native}

fail() { printf '%s\n' "$*" >&2; exit 1; }

check_tools() {
  [ "$(uname -s)" = Linux ] || fail "This script is for Linux; elsewhere, \"npm install @tensorflow/tfjs-node@$tfjs_version\" brings its binding."
  for tool in node npm g++ python3; do
    command -v "$tool" >/dev/null || fail "\"$tool\" is not installed; it is needed to build the native backend."
  done
  local beside_node
  beside_node=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include/node
  for include in ${NODE_INCLUDE:+"$NODE_INCLUDE"} "$beside_node" /usr/include/node /usr/include/nodejs/src; do
    [ -f "$include/node_api.h" ] && { node_include=$include; return; }
  done
  fail "Node's header \"node_api.h\" was not found; give its folder in NODE_INCLUDE (Debian: libnode-dev)."
}

install_package() { # without its install script, which is what downloads
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  [ -f "$folder/package.json" ] || printf '{ "name": "assay-native", "private": true }\n' > "$folder/package.json"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error "@tensorflow/tfjs-node@$tfjs_version"
  package=$folder/node_modules/@tensorflow/tfjs-node
}

find_tensorflow() { # the library and its headers, nothing else of the wheel
  if [ -n "${TENSORFLOW:-}" ]; then
    [ -d "$TENSORFLOW/tensorflow/include" ] || fail "TENSORFLOW is \"$TENSORFLOW\"; expected a folder with \"tensorflow/include\"."
    tensorflow=$(cd "$TENSORFLOW/tensorflow" && pwd)
    return
  fi
  tensorflow=$folder/tensorflow
  [ -f "$tensorflow/.complete" ] && return
  local wheel name=tensorflow-cpu
  [ "$(uname -m)" = x86_64 ] || name=tensorflow
  wheel=$(mktemp -d)
  trap 'rm -rf "$wheel"' RETURN
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$wheel" \
    "$name==$tensorflow_version"
  python3 - "$wheel" "$folder" <<'PYTHON'
import glob, sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(glob.glob(wheel + '/*.whl')[0]) as archive:
    wanted = ('tensorflow/include/', 'tensorflow/libtensorflow')
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(wanted)])
PYTHON
  touch "$tensorflow/.complete"
}

compile() {
  rm -rf "$package/deps" "$package/lib"
  mkdir -p "$package/deps/lib" "$package/lib/napi-v8"
  ln -s "$tensorflow/include" "$package/deps/include"
  for library in libtensorflow_cc libtensorflow_framework; do
    ln -s "$tensorflow/$library.so.2" "$package/deps/lib/$library.so.2"
  done
  ln -s libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
  ln -s libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"
  (
    cd "$package"
    g++ -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 -DBUILDING_NODE_EXTENSION -I.. -I. -Ideps/include -I"$node_include" \
      binding/tfjs_backend.cc binding/tfjs_binding.cc -o lib/napi-v8/tfjs_binding.node \
      -Ldeps/lib '-Wl,-rpath,$ORIGIN/../../deps/lib' -ltensorflow -ltensorflow_framework
  )
}

smoke_test() { # really starts it, and compares a gradient of a convolution with its definition
  node "$here/../bin/train.js" check --backend tensorflow --native "$folder" ||
    fail "The native backend was built in \"$folder\" and does not work."
  printf 'The native backend works. It is in "%s".\n' "$folder"
  [ -n "${1:-}" ] && printf 'For assay to find it there: export ASSAY_NATIVE="%s"\n' "$folder" || true
}

check_tools
install_package
find_tensorflow
compile
smoke_test "${1:-}"
