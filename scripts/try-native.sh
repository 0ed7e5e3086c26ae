#!/usr/bin/env bash
# Builds the native backend as a user without its download would, tests the trainer on it, and trains on MNIST with it.
#   try-native.sh [FOLDER]      one that is built already is tried as it is; its kernels are tested by `npm test` then
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
assay=$root/packages/runner/bin/assay.js
stop() { [ ! -f "$work/.assay/endpoint.json" ] || kill "$(node -p "JSON.parse(require('fs').readFileSync('$work/.assay/endpoint.json')).pid")"; }
trap 'stop; rm -rf "$work"' EXIT
tests=(src/model/keras.test.ts src/train/training.test.ts src/model/layer-gradients.test.ts src/batches/batches.test.ts src/evaluate/mixed-loss.test.ts)
if [ $# = 0 ]; then
  bash "$root/packages/container/scripts/build-native.sh" "$work/native"
  tests+=(src/backends/native.test.ts)
fi
export ASSAY_NATIVE=${1:-$work/native}

cd "$root/packages/container"
ASSAY_BACKEND=tensorflow NODE_OPTIONS='--experimental-vm-modules --no-warnings' \
  npx jest --config ../../jest.config.js --rootDir . "${tests[@]}" --json --outputFile "$root/test-results/native.json"

cd "$work"
ln -s "$root/node_modules" node_modules
cat > native.yaml <<'YAML'
version: 1
name: native
question: Does a convolution help?
data: {set: mnist, fraction: 0.1, split: {validation: 1000}}
objective: {metric: val_accuracy, goal: maximize, at: best}
model: {architecture: lenet}
hyperparameters: {epochs: 2}
stages:
  baseline: {seeds: 1}
YAML
node "$assay" run native.yaml --backend tensorflow
node "$assay" plan native.yaml --backend tensorflow --check
node "$assay" logs native.yaml baseline/1 --backend tensorflow | grep '^Backend tensorflow (TensorFlow 2'
if node "$assay" plan native.yaml --backend wasm --check; then
  echo 'On another backend it would be the same job.' >&2
  exit 1
fi
