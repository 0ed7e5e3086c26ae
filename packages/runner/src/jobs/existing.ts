/** What SageMaker is known to have of an experiment. */

import type { JobRecord, TuningRecord } from '@assay/core'

import type { ModelRecord } from '../sagemaker/resources/model.js'

/** Records by the names of what they are of; a run adds what it learns while it creates jobs. */
export interface Existing {
  readonly jobs: Map<string, JobRecord>
  readonly searches: Map<string, TuningRecord>
  /** Missing until one is known. */
  models?: Map<string, ModelRecord>
}
