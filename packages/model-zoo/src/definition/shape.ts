/** Shapes, with the arithmetic and the checks that layers share. */

/** Shape of one example, without the batch. */
export type Shape = readonly number[]

/** A layer does not fit its input, or an argument breaks its rule. The message is a full sentence. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

/** Returns the number of elements of a shape. */
export function elements(shape: Shape): number {
  let product = 1
  for (const size of shape) product *= size
  return product
}

/** Returns the size of the last axis: channels, or features. */
export function lastAxis(shape: Shape): number {
  return shape[shape.length - 1]
}

/** Writes a shape for people: `[28, 28, 1]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** Throws a `ShapeError` unless the input has that rank. `expected` names the axes. */
export function requireRank(input: Shape, rank: number, type: string, expected: string): void {
  if (input.length === rank) return
  throw new ShapeError(`"${type}" needs an input of shape ${expected}, but it gets ${formatShape(input)}.`)
}

/** Returns a `size` argument as one number per spatial dimension. */
export function perDimension(value: unknown, dimensions: number, name: string): number[] {
  if (typeof value === 'number') return Array.from({ length: dimensions }, () => value)
  const list = value as number[]
  if (list.length === dimensions) return list
  throw new ShapeError(
    `"${name}" has ${list.length} numbers; expected one integer or a list of ${dimensions}, one for each dimension.`,
  )
}
