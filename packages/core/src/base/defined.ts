/** Returns `{[key]: value}`, or `{}` if the value is undefined. For conditional spreads. */
export function defined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}
