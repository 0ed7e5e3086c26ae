/** Returns an object with this member, or without any where it has no value: what is spread into another leaves no hole. */
export function defined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}
