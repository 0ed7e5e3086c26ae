import { processorSeconds } from '../testing/processor-time.js'
import { MetricScraper, leadingLiteral } from './metrics.js'

const scrape = (regex: string, ...chunks: (string | Buffer)[]) => {
  const scraper = new MetricScraper([{ Name: 'm', Regex: regex }], () => 7, { onOutput: () => undefined })
  for (const chunk of chunks) scraper.feed('stdout', Buffer.from(chunk))
  scraper.end()
  return scraper.values().map(({ value }) => value)[0]
}

describe('MetricScraper', () => {
  it.each<[string, string, number | undefined]>([
    ['loss=([0-9.]+)', 'loss=1\nloss=2\n', 2],
    ['loss=([0-9.]+)', 'loss=1 loss=2 loss=3', 3],
    ['loss=(.*?)', 'loss=1\n', undefined],
    ['loss=([0-9.]+)', 'loss=abc\n', undefined],
    ['loss=(\\S+)', 'loss=1e-3\nloss=nan\nloss=inf\nloss=-Infinity\n', Math.fround(1e-3)],
    ['loss=[0-9]+', 'loss=1\n', undefined],
    ['(?:a|loss)=([0-9]+)', 'a=4\n', 4],
    ['(?i)LOSS=([0-9]+)', 'loss=5\n', 5],
    ['loss=([0-9]+)(?= done)', 'loss=6 done\nloss=7\n', 6],
    ['(?<=x)loss=([0-9]+)', 'xloss=8\n', 8],
    ['([unclosed', 'loss=9\n', undefined],
    ['a/b=([0-9]+)(?!x)', 'a/b=10\n', 10],
    ['^val=([0-9]+)$', 'x\nval=11\r\nval=12\n', 12],
    ['', 'loss=1\n', undefined],
  ])('%s in %j is %p', (regex, text, expected) => {
    expect(scrape(regex, text)).toBe(expected)
  })

  it('keeps the lines of the two streams apart', () => {
    const scraper = new MetricScraper([{ Name: 'm', Regex: 'loss=([0-9]+);' }], () => 7, { onOutput: () => undefined })
    scraper.feed('stdout', Buffer.from('loss='))
    scraper.feed('stderr', Buffer.from('loss=1;\n'))
    scraper.feed('stdout', Buffer.from('2;\n'))
    expect(scraper.values()).toEqual([{ name: 'm', value: 2, time: 7 }])
  })

  it('calls onOutput when there is a value, and only then', () => {
    let told = 0
    const scraper = new MetricScraper([{ Name: 'm', Regex: 'loss=([0-9]+)' }], () => 7, { onOutput: () => (told += 1) })
    scraper.feed('stdout', Buffer.from('nothing\n'))
    expect(told).toBe(0)
    scraper.feed('stdout', Buffer.from('loss=1\nloss=2\n'))
    expect(told).toBe(1)
  })

  it.each(['(a+)+b([0-9])', '(a|aa)+$([0-9])', '(?=(a+)+b)([0-9])', '(?<!x)(a+)+b([0-9])'])(
    'is not held up by %s',
    (regex) => {
      const seconds = processorSeconds(() =>
        expect(scrape(regex, `${'a'.repeat(20_000)}\n`, `${'a'.repeat(60)}\n`)).toBeUndefined(),
      )
      expect(seconds).toBeLessThan(2)
    },
  )
})

describe('leadingLiteral', () => {
  it.each([
    ['\\[assay\\] loss=([0-9]+);', '[assay] loss='],
    ['loss: ?([0-9]+)', 'loss:'],
    ['loss\\d', 'loss'],
    ['losss*=', 'loss'],
    ['ab+c', 'ab'],
    ['a\\.{2}b', 'a'],
    ['a|b', ''],
    ['(x)', ''],
    ['\\d', ''],
  ])('%s begins with "%s"', (regex, literal) => {
    expect(leadingLiteral(regex)).toBe(literal)
  })
})
