#!/bin/sh
# Judges the built endpoint from outside: boto3 and the AWS CLI against a process of it, in an empty folder.
# Makes the virtual environment if it is missing. The last line is pytest's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
venv=${VENV:-"$root/.venv"}
if [ ! -x "$venv/bin/pytest" ] || [ ! -x "$venv/bin/aws" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi
folder=$(mktemp -d)
node "$here/../bin/assay-emulator.js" --folder "$folder" --parallel 2 --stop-grace 2 >"$folder/endpoint.log" 2>&1 &
endpoint=$!
trap 'kill "$endpoint" 2>/dev/null || true; wait "$endpoint" 2>/dev/null || true; rm -rf "$folder"' EXIT
tries=0
while [ ! -f "$folder/endpoint.json" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 200 ] || ! kill -0 "$endpoint" 2>/dev/null; then
    cat "$folder/endpoint.log" >&2
    exit 1
  fi
  sleep 0.05
done
status=0
ENDPOINT_FOLDER="$folder" PATH="$venv/bin:$PATH" "$venv/bin/pytest" -q -p no:cacheprovider "$here" "$@" || status=$?
exit "$status"
