// The formulas among the objectives: two of the literature's (https://www.sfu.ca/~ssurjano/optimization.html) and one
// shaped like the tuning of a network.

export const branin = (p, sx = 0, sy = 0) => {
  const [x, y] = [p.x1 + sx, p.x2 + sy]
  const bowl = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6
  return bowl ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
}

const widths = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const centres = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]
export const hartmann6 = (p, shift = 0, heights = [1, 1.2, 3, 3.2]) =>
  -heights.reduce((sum, height, k) => {
    const square = widths[k].reduce((s, a, i) => s + a * (p[`x${i + 1}`] + shift - centres[k][i] * 1e-4) ** 2, 0)
    return sum + height * Math.exp(-square)
  }, 0)

export const mixed5 = (p, rate = 0, width = 0) => {
  const a = p.activation
  const z = Math.log10(p.lr) - ({ relu: -2.2, tanh: -2.8, logistic: -1.6 }[a] + rate - 0.12 * (p.depth - 3))
  const w = Math.log2(p.width) - ({ relu: 6, tanh: 5, logistic: 4 }[a] + width)
  const q = p.dropout - (0.1 + 0.03 * (p.depth - 1))
  const bowl = 0.35 * z * z + 0.08 * w * w + 0.05 * (p.depth - { relu: 4, tanh: 3, logistic: 2 }[a]) ** 2 + 0.8 * q * q
  return { relu: 0, tanh: 0.15, logistic: 0.4 }[a] + bowl + 0.03 * (1 - Math.cos(3 * Math.PI * z))
}

/** A point where each is least. */
export const minimisers = {
  branin: { x1: Math.PI, x2: 2.275 },
  hartmann6: { x1: 0.20169, x2: 0.150011, x3: 0.476874, x4: 0.275332, x5: 0.311652, x6: 0.6573 },
  mixed5: { lr: 10 ** -2.32, width: 64, depth: 4, dropout: 0.19, activation: 'relu' },
}
