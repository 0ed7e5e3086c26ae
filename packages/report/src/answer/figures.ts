/** Numbers, times and shares as people read them. */

/** Returns decimals so that the median spread shows two significant digits: between 2 and 6. */
export function decimalsFor(spreads: readonly number[]): number {
  const sorted = spreads.filter((spread) => spread > 0).sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]
  return median === undefined ? 4 : Math.min(6, Math.max(2, Math.ceil(-Math.log10(median)) + 1))
}

/** Returns a figure with fixed decimals, or in scientific notation if it is too large or too small for these. */
export function figure(value: number, decimals: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e7 || size < 10 ** -(decimals + 1)))
    return value.toExponential(2).replace('-', '−').replace('e−', 'e-').replace('e+', 'e')
  return value
    .toFixed(decimals)
    .replace(/^-(?=0(\.0*)?$)/, '')
    .replace('-', '−')
}

/** Returns a difference with its sign. */
export function signed(value: number, decimals: number): string {
  const text = figure(value, decimals)
  return text.startsWith('−') || /^0(\.0*)?$/.test(text) ? text : `+${text}`
}

/** Returns an end of an interval: with more digits if rounding would put it on 0, which it excludes. */
export function intervalEnd(value: number, decimals: number): string {
  const text = figure(value, decimals)
  return value !== 0 && Number(text) === 0 ? Number(value.toPrecision(1)).toString().replace('-', '−') : text
}

/** Returns a p-value as usually printed. */
export function pValue(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4)
}

/** Returns a large whole number in short: 1.2k, 3.4M. */
export function compact(value: number): string {
  const units = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const
  const unit = units.find(([size]) => value >= size * 0.9995)
  return unit ? `${Number((value / unit[0]).toPrecision(3))}${unit[1]}` : String(value)
}

/** Returns seconds as hours, minutes and seconds. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return [hours && `${hours} h`, minutes && `${minutes} min`, rest && `${rest} s`].filter(Boolean).join(' ')
}

/** Returns `1 seed`, `5 seeds`. */
export function count(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`
}

export { moneyText as money } from '@assay/core/internal'
