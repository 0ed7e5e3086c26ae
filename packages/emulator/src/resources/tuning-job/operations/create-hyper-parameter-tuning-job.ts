/** CreateHyperParameterTuningJob. */
import { randomInt } from 'node:crypto'

import type { Operation } from '../../../protocol/operation.js'
import { trainingJobKind } from '../../training-job/kind.js'
import type { TuningContext } from '../context.js'
import { tuningJobKind } from '../kind.js'
import { isTuningEnded, newTuningJob } from '../record.js'
import { checkTrainingJobQuota, checkTuningJob, checkTuningJobQuota } from '../rules.js'
import type { CreateTuningJobRequest } from '../request.js'
import { inherit } from '../warm-start.js'

/** Records the tuning job durably with what it inherits, and answers its ARN; its training jobs follow. */
export const createHyperParameterTuningJob: Operation<CreateTuningJobRequest, TuningContext> = {
  name: 'CreateHyperParameterTuningJob',
  handle: (request, { collections, tuner, now }) => {
    const jobs = collections.of(trainingJobKind)
    const tuningJobs = collections.of(tuningJobKind)
    checkTuningJob(request)
    tuningJobs.checkName(request.HyperParameterTuningJobName)
    const inherited = inherit(request, tuningJobs, jobs)
    checkTrainingJobQuota(request, inherited.trainingJobs)
    checkTuningJobQuota([...tuningJobs.all()].filter((job) => !isTuningEnded(job)).length)
    const seed = request.HyperParameterTuningJobConfig.RandomSeed ?? randomInt(2 ** 31 - 1)
    const job = tuningJobs.create(request.HyperParameterTuningJobName, (identity) =>
      newTuningJob(request, { ...identity, seed, inherited, now: now() }),
    )
    tuner.drive(job)
    return { HyperParameterTuningJobArn: job.arn }
  },
}
