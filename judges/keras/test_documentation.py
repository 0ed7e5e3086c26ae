"""The page on Keras, carried out: its experiment is run and exported, and its program is executed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "keras.md").read_text()


def block(language):
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    return text


def test_the_program_finds_the_accuracy_of_the_report(tmp_path):
    environment = {**os.environ, "ASSAY_BACKEND": "wasm"}

    def assay(*words):
        command = ["node", ROOT / "packages" / "runner" / "bin" / "assay.js", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    (tmp_path / "digits.yaml").write_text(block("yaml"))
    assay("run", "digits.yaml")
    try:
        assay("export", "keras", "digits.yaml", "baseline/1")
        (tmp_path / "mnist").symlink_to(assay("data", "path", "mnist").strip())
        program = [sys.executable, "-c", block("python")]
        printed = subprocess.run(program, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
        report = json.loads((tmp_path / ".assay" / "reports" / "digits" / "report.json").read_text())
        expected = report["leaderboard"][0]["metrics"]["test_accuracy"]["mean"]
        assert expected > 0.8
        assert abs(float(printed.strip().split("=")[1]) - expected) < 1e-6
    finally:
        endpoint = json.loads((tmp_path / ".assay" / "endpoint.json").read_text())
        os.kill(endpoint["pid"], 15)
