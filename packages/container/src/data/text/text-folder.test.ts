import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'

describe('the text-folder reader', () => {
  it('checks every text when it describes them, and names one that is not UTF-8', async () => {
    const texts = { 'pos/1.txt': 'good', 'neg/1.txt': 'bad' }
    expect(await describeData(undefined, { train: folder(texts) })).toMatchObject({ classNames: ['neg', 'pos'] })
    const train = folder({ ...texts, 'pos/2.txt': Buffer.from('grün', 'latin1') })
    await expect(describeData(undefined, { train })).rejects.toThrow(/pos\/2\.txt" is not UTF-8\./)
  })
})
