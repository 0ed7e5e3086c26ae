/** SageMaker keeps metric values as 32-bit floats: 0.9075 comes back as 0.9075000286102295. */

/** The relative distance between neighboring 32-bit floats: smaller differences between metric values are noise. */
export const float32Epsilon = 2 ** -23

/** Returns the shortest decimal that rounds to the same 32-bit float, or the value itself if it is not a 32-bit float. */
export function shortestFloat32(value: number): number {
  if (!Number.isFinite(value) || Math.fround(value) !== value) return value
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}
