/** CreateHyperParameterTuningJob. */
import { randomInt } from 'node:crypto'

import type { Operation } from '../../../protocol/operation.js'
import { isTuningEnded } from '../record.js'
import { checkTrainingJobQuota, checkTuningJob, checkTuningJobQuota } from '../rules.js'
import type { CreateTuningJobRequest } from '../request.js'
import { inherit } from '../warm-start.js'

/** Records the tuning job durably with what it inherits, and answers its ARN; its training jobs follow. */
export const createHyperParameterTuningJob: Operation<CreateTuningJobRequest> = {
  name: 'CreateHyperParameterTuningJob',
  handle: (request, { jobs, tuningJobs, tuner, now }) => {
    checkTuningJob(request)
    tuningJobs.checkName(request.HyperParameterTuningJobName)
    const inherited = inherit(request, tuningJobs, jobs)
    checkTrainingJobQuota(request, inherited.trainingJobs)
    checkTuningJobQuota([...tuningJobs.all()].filter((job) => !isTuningEnded(job)).length)
    const seed = request.HyperParameterTuningJobConfig.RandomSeed ?? randomInt(2 ** 31 - 1)
    const job = tuningJobs.create(request, seed, inherited, now())
    tuner.drive(job)
    return { HyperParameterTuningJobArn: job.arn }
  },
}
