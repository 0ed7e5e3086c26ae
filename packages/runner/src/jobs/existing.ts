/** What SageMaker is known to have of an experiment. */

import type { JobRecord, TuningRecord } from '@assay/core'

/** Records by the names of what they are of; a run adds what it learns while it creates jobs. */
export interface Existing {
  readonly jobs: Map<string, JobRecord>
  readonly searches: Map<string, TuningRecord>
}
