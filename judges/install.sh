#!/usr/bin/env bash
# Makes the Python environments of the outside judges, .venv and .venv-keras, unless they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
install() { # install FOLDER REQUIREMENTS MODULES
  local folder=$1 requirements=$2 modules=$3
  "$folder/bin/python" -c "import $modules" 2>/dev/null && return
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
}
install .venv packages/emulator/judges/requirements.txt boto3,pytest,awscli
install .venv-keras judges/keras/requirements.txt keras,jax,pytest
