#!/usr/bin/env bash
# Outside judges: boto3's validation of every planned request, then boto3 and the AWS CLI against the local endpoint, then
# Keras on exported models. Installs them the first time. Results go to test-results/*.xml.
set -euo pipefail
cd "$(dirname "$0")/.."
bash judges/install.sh
mkdir -p test-results
.venv/bin/python -m pytest -q -p no:cacheprovider judges/*.py --junitxml test-results/judges-requests.xml
packages/emulator/judges/run.sh --junitxml "$PWD/test-results/judges-emulator.xml"
.venv-keras/bin/python -m pytest -q -p no:cacheprovider judges/keras --junitxml test-results/judges-keras.xml
