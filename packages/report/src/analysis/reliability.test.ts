import type { PartEvaluation } from '@assay/core'

import { analyse } from '../analyse.js'
import type { BestModel } from '../report/best-model-report.js'
import { bySeed, smallPlan } from '../testing/small-plan.js'

const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='

const part = (more: Partial<PartEvaluation>): PartEvaluation => ({ rows: 10, metrics: {}, ...more })

/** Returns the report's best model if its seeds gave these parts. */
function bestOf(parts: readonly PartEvaluation[], images: Record<string, string> = {}): BestModel | undefined {
  const { plan, records } = smallPlan({ a: { variants: { a: bySeed(parts.map((_, index) => 0.9 + index / 100)) } } })
  const withParts = records.map((record, index) => ({
    ...record,
    artefact: { evaluation: { test: parts[index] ?? part({}) }, images },
  }))
  return analyse(plan, withParts).best
}

describe('The best model', () => {
  it('combines the bins of all seeds and averages their calibration errors', () => {
    const bin = (rows: number, accuracy: number, probability: number) => ({
      from: 0.8,
      to: 0.9,
      rows,
      accuracy,
      probability,
    })
    const best = bestOf([
      part({ calibration: { error: 0.1, bins: [bin(10, 0.5, 0.8)] } }),
      part({
        calibration: {
          error: 0.3,
          bins: [bin(30, 0.9, 0.84), { from: 0.9, to: 1, rows: 2, accuracy: 1, probability: 1 }],
        },
      }),
    ])
    expect(best?.calibration).toMatchObject({ part: 'test', error: { n: 2, mean: 0.2 } })
    expect(best?.calibration?.bins).toEqual([
      {
        from: 0.8,
        to: 0.9,
        predictions: 40,
        accuracy: expect.closeTo(0.8, 12) as number,
        probability: expect.closeTo(0.83, 12) as number,
      },
      { from: 0.9, to: 1, predictions: 2, accuracy: 1, probability: 1 },
    ])
  })

  it('lists a mistaken row once, with the surest seed’s prediction and every seed that shares it', () => {
    const mistake = (index: number, predicted: string, probability: number) => ({
      index,
      label: 'cat',
      predicted,
      probability,
      image: `mistakes/test-${index}.png`,
    })
    const best = bestOf(
      [
        part({ mistakes: [mistake(7, 'dog', 0.9), mistake(3, 'fox', 0.6)] }),
        part({ mistakes: [mistake(7, 'cow', 0.95)] }),
      ],
      { 'mistakes/test-7.png': png },
    )
    expect(best?.mistakes).toEqual([
      { part: 'test', index: 7, label: 'cat', predicted: 'cow', probability: 0.95, seeds: [1, 2], image: png },
      { part: 'test', index: 3, label: 'cat', predicted: 'fox', probability: 0.6, seeds: [1] },
    ])
  })

  it.each([
    ['another type', 'data:image/svg+xml;base64,iVBORw0KGgo='],
    ['an attribute’s end', `${png}" onload="alert(1)`],
    ['a script', 'javascript:alert(1)'],
    ['another file', 'data:image/png;base64,R0lGODlhAQABAAAAACw='],
    ['too much', `data:image/png;base64,iVBORw0KGgo${'A'.repeat(80_000)}`],
  ])('takes no image that is %s', (_case, data) => {
    const mistakes = [{ index: 1, label: 'a', predicted: 'b', probability: 0.9, image: 'mistakes/test-1.png' }]
    expect(bestOf([part({ mistakes })], { 'mistakes/test-1.png': data })?.mistakes?.[0]?.image).toBeUndefined()
  })

  it('reports every metric of a forecast, over seeds', () => {
    const best = bestOf([part({ metrics: { mae: 2, mase: 0.8 } }), part({ metrics: { mae: 4, mase: 0.9 } })])
    expect(best?.metrics.test?.['mase']?.mean).toBeCloseTo(0.85, 12)
    expect(best?.metrics.test?.['mae']?.mean).toBe(3)
    expect(best?.test).toBeUndefined()
  })
})
