#!/usr/bin/env bash
# Outside judges: boto3's validation of every planned request, then boto3 and the AWS CLI against the local endpoint, then
# Keras on exported models. Makes Python environments in .venv and .venv-keras the first time. Results go to
# test-results/*.xml.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! .venv/bin/python -c 'import boto3, pytest, awscli' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r packages/emulator/judges/requirements.txt
fi
mkdir -p test-results
.venv/bin/python -m pytest -q -p no:cacheprovider judges/*.py --junitxml test-results/judges-requests.xml
packages/emulator/judges/run.sh --junitxml "$PWD/test-results/judges-emulator.xml"
if ! .venv-keras/bin/python -c 'import keras, jax, pytest' 2>/dev/null; then
  python3 -m venv .venv-keras
  .venv-keras/bin/pip install --quiet --disable-pip-version-check -r judges/keras/requirements.txt
fi
.venv-keras/bin/python -m pytest -q -p no:cacheprovider judges/keras --junitxml test-results/judges-keras.xml
