/** Held-out rows that jobs were trained on, in words. */

import type { ReportedLeakage } from '../report/report.js'

/** Returns a sentence for each part. */
export function leakageSentences(found: readonly ReportedLeakage[]): string[] {
  return found.map(({ part, rows, of, jobs, jobsCounted }) => {
    const what = rows === 1 ? 'is a training row too' : 'are training rows too'
    const where = jobs === jobsCounted ? '' : ` in ${jobs} of ${jobsCounted} jobs, at worst`
    return `${rows} of the ${of} ${part} rows ${what}${where}: a model may know ${rows === 1 ? 'it' : 'them'} by heart, and its figures on the ${part} rows are too good then.`
  })
}
