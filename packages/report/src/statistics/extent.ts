/** The ends of many numbers. `Math.max(...values)` fails beyond about 100,000 of them: each is an argument on the stack. */

/** Returns the smallest and the largest value: Infinity and -Infinity if there is none. */
export function extent(values: readonly number[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)]
  return [low, high]
}
