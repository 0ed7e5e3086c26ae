"""Keras loads what `assay export keras` writes, and predicts what TensorFlow.js predicts."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

HERE = Path(__file__).parent
FOLDER = tempfile.TemporaryDirectory()
subprocess.run(["node", HERE / "make-models.js", FOLDER.name], check=True, stdout=subprocess.DEVNULL)
MODELS = json.loads((Path(FOLDER.name) / "models.json").read_text())


def test_there_are_models():
    assert {"resnet", "mobilenet", "lstm", "order"} <= {model["name"] for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_predicts_the_same(model):
    loaded = keras.models.load_model(Path(FOLDER.name) / f"{model['name']}.keras")
    inputs = np.array(model["inputs"], "float32").reshape(model["shape"])
    predicted = np.asarray(loaded(inputs, training=False))
    np.testing.assert_allclose(predicted.ravel(), model["outputs"], rtol=1e-5, atol=1e-5)
    # The moments of an adapted normalization are no weights in Keras's file.
    if "normalization" not in "".join(layer.__class__.__name__.lower() for layer in loaded.layers):
        assert loaded.count_params() == model["weights"]
