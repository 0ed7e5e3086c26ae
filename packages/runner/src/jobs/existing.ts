/** An experiment's jobs that exist on SageMaker, as far as is known. */

import type { JobRecord, TuningRecord } from '@assay/core'

import type { ModelRecord } from '../sagemaker/resources/model.js'

/** Records by name; a run adds to them while it creates jobs. */
export interface Existing {
  readonly jobs: Map<string, JobRecord>
  readonly searches: Map<string, TuningRecord>
  /** Missing until one is known. */
  models?: Map<string, ModelRecord>
}
