// The same training in Keras.
import { spawnSync } from 'node:child_process'

import { runOnOneThread } from './job.js'

const python = process.env.PYTHON ?? 'python3'

/** Whether Python (PYTHON, else python3) has it. */
export const hasKeras = spawnSync(python, ['-c', 'import keras, tensorflow']).status === 0

const program = `
import sys, time, numpy as np
import tensorflow as tf, keras
from keras import layers as L
tf.config.threading.set_intra_op_parallelism_threads(1); tf.config.threading.set_inter_op_parallelism_threads(1)
def cnn():
    return [L.Conv2D(32,3,padding='same',activation='relu'),L.Conv2D(32,3,activation='relu'),L.MaxPooling2D(),L.Dropout(.25),
     L.Conv2D(64,3,padding='same',activation='relu'),L.Conv2D(64,3,activation='relu'),L.MaxPooling2D(),L.Dropout(.25),
     L.Flatten(),L.Dense(512,activation='relu'),L.Dropout(.5),L.Dense(10,activation='softmax')]
def lenet():
    return [L.Conv2D(6,5,activation='relu'),L.MaxPooling2D(),L.Conv2D(16,5,activation='relu'),L.MaxPooling2D(),L.Flatten(),
     L.Dense(120,activation='relu'),L.Dense(84,activation='relu'),L.Dense(10,activation='softmax')]
name, n = sys.argv[1], int(sys.argv[2])
x = np.random.rand(n,32,32,3).astype('float32'); y = np.arange(n) % 10
m = keras.Sequential([L.Input((32,32,3))] + globals()[name]())
m.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
m.fit(x, y, batch_size=64, epochs=1, verbose=0)
best = 1e9
for _ in range(2):
    t = time.time(); m.fit(x, y, batch_size=64, epochs=1, verbose=0); best = min(best, time.time() - t)
print(n / best)
`

/** Returns images a second on one thread. */
export async function runKeras(name, { rows }) {
  const stdout = await runOnOneThread(python, ['-c', program, name, String(rows)])
  return { images: Number(stdout.trim().split('\n').at(-1)) }
}
