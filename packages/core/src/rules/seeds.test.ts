import { diagnose, experimentText } from '../testing/diagnose.js'

const seeds = (text: string): string[] => diagnose(experimentText({ stages: `{a: {seeds: ${text}}}` }))

describe('seeds', () => {
  it.each(['1', '5', '[7]', '[3, 1, 2147483647]'])('accepts %s', (text) => {
    expect(seeds(text)).toEqual([])
  })

  it.each([
    ['0', '7:21 bad-value "seeds" is 0; expected a whole number from 1.'],
    ['-1', '7:21 bad-value "seeds" is -1; expected a whole number from 1.'],
    ['1.5', '7:21 wrong-type "seeds" is 1.5; expected a whole number or a list.'],
    ['many', '7:21 wrong-type "seeds" is "many"; expected a whole number or a list.'],
    ['[1, 0]', '7:25 bad-value Item 2 of "seeds" is 0; expected a whole number from 1.'],
    ['[]', '7:21 bad-seeds "seeds" is empty; expected at least one seed.'],
    ['[1, 2, 1]', '7:28 bad-seeds The seed 1 stands here twice.'],
    ['[2147483648]', '7:22 bad-seeds The seed 2147483648 is too large; at most 2147483647 is allowed.'],
    [
      '5000',
      '7:21 bad-seeds "seeds: 5000" means 5000 seeds, 1 to 5000; at most 1000 are allowed. One seed is written "[5000]".',
    ],
  ])('refuses %s', (text, problem) => {
    expect(seeds(text)).toEqual([problem])
  })

  it('refuses too many without looking at each', () => {
    const list = `[${Array.from({ length: 2000 }, () => 1).join(', ')}]`
    expect(seeds(list)).toEqual(['7:21 bad-seeds "seeds" has 2000 seeds; at most 1000 are allowed.'])
  })
})
