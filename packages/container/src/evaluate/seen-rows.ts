import type { Rows } from '@assay/core/internal'

/** Predictions and targets, gathered row by row. */
export class SeenRows {
  #predictions = new Float64Array(256)
  #targets = new Float64Array(256)
  #count = 0

  add(prediction: number, target: number): void {
    if (this.#count === this.#targets.length) {
      this.#predictions = doubled(this.#predictions)
      this.#targets = doubled(this.#targets)
    }
    this.#predictions[this.#count] = prediction
    this.#targets[this.#count++] = target
  }

  /** Returns a view of the rows so far. */
  rows(): Rows {
    const [predictions, targets] = [this.#predictions, this.#targets].map((values) => values.subarray(0, this.#count))
    return { predictions, targets }
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
