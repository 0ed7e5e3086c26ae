"""The network of cifar10-classic.yaml in Keras 3, to compare with: the same layers, optimizer, batches and numbers of rows.

    python in_keras.py "$(npx assay data path cifar10)" > in_keras.csv    # with numpy and tensorflow; a minute or two an epoch
"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

FOLDER, EPOCHS = Path(sys.argv[1]), 50


def idx(path):
    raw = path.read_bytes()
    sizes = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


def part(name, batches):
    """Returns images and labels, of a set that was pulled from images or from the binary archive."""
    if (FOLDER / name).is_dir():
        return idx(FOLDER / name / "images-idx4-ubyte") / np.float32(255), idx(FOLDER / name / "labels-idx1-ubyte")
    rows = np.concatenate([np.fromfile(FOLDER / batch, np.uint8).reshape(-1, 3073) for batch in batches])
    return rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1) / np.float32(255), rows[:, 0]


images, labels = part("train", [f"data_batch_{i}.bin" for i in range(1, 6)])
test = part("test", ["test_batch.bin"])
order = np.random.default_rng(0).permutation(len(images))
validate, train = order[:2000], order[2000:]
keras.utils.set_random_seed(1)
model = keras.Sequential(
    [
        layers.Input((32, 32, 3)),
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(0.1, 0.1, fill_mode="nearest", interpolation="nearest"),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(512, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(keras.optimizers.RMSprop(1e-4), "sparse_categorical_crossentropy", metrics=["accuracy"])


class Print(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        tested = self.model.evaluate(*test, batch_size=500, verbose=0)[1] if (epoch + 1) % 5 == 0 else None
        tested = "" if tested is None else f"{tested:.4f}"
        print(f"{epoch + 1},{logs['accuracy']:.4f},{logs['val_accuracy']:.4f},{tested}", flush=True)


print("epoch,accuracy,val_accuracy,test_accuracy")
model.fit(
    images[train],
    labels[train],
    batch_size=32,
    epochs=EPOCHS,
    validation_data=(images[validate], labels[validate]),
    verbose=0,
    callbacks=[Print()],
)
