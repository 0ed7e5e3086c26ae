/** The order in which Keras numbers a model's layers, which decides where a file has their weights. */

/** A layer and the layers that it takes as inputs. */
export interface GraphNode {
  readonly name: string
  readonly inputs: readonly string[]
}

/**
 * Returns the nodes in the order of `model.layers`: those farthest from the output first and, at the same distance, in the
 * order of a depth-first search from the output. In `nodes`, each comes after its inputs and the output is last.
 * @see https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py `map_graph`
 */
export function inKerasOrder<Node extends GraphNode>(nodes: readonly Node[]): readonly Node[] {
  const depths = new Map<string, number>()
  for (const { name, inputs } of [...nodes].reverse()) {
    const depth = depths.get(name) ?? 0
    depths.set(name, depth)
    for (const input of inputs) depths.set(input, Math.max(depth + 1, depths.get(input) ?? 0))
  }
  const met = meetings(nodes)
  const place = ({ name }: Node): [number, number] => [-(depths.get(name) ?? 0), met.get(name) ?? 0]
  return nodes
    .map((node) => ({ node, place: place(node) }))
    .sort(({ place: a }, { place: b }) => a[0] - b[0] || a[1] - b[1])
    .map(({ node }) => node)
}

/** Name → its place in a depth-first search from the output. No recursion: a model may be thousands of layers deep. */
function meetings(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const met = new Map<string, number>()
  const stack = nodes.slice(-1)
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (met.has(node.name)) continue
    met.set(node.name, met.size)
    for (const input of [...node.inputs].reverse()) {
      const before = byName.get(input)
      if (before) stack.push(before)
    }
  }
  return met
}
