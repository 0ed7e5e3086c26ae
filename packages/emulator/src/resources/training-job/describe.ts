/** A training job as DescribeTrainingJob and Search answer it. */
import type { Metric } from '../../processes/metrics.js'
import { seconds } from '../../protocol/timestamp.js'
import { membersOf } from '../../protocol/api.js'
import type { TrainingJob, Transition } from './record.js'

/** The defaults that the service fills in when a request leaves them out. */
const defaultStoppingCondition = { MaxRuntimeInSeconds: 86_400 }

/** Returns the DescribeTrainingJob response, less anything that is not set. */
export function describeTrainingJob(job: TrainingJob) {
  return membersOf('DescribeTrainingJobResponse', everything(job))
}

function everything(job: TrainingJob) {
  const { request } = job
  return {
    ...request,
    TrainingJobArn: job.arn,
    ...(job.tuning ? { TuningJobArn: job.tuning.arn } : {}),
    ModelArtifacts: { S3ModelArtifacts: modelArtifactsUri(job) },
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    ...(job.failureReason === undefined ? {} : { FailureReason: job.failureReason }),
    StoppingCondition: { ...defaultStoppingCondition, ...request.StoppingCondition },
    CreationTime: seconds(job.creationTime),
    LastModifiedTime: seconds(job.lastModifiedTime),
    ...(job.trainingStartTime === undefined ? {} : { TrainingStartTime: seconds(job.trainingStartTime) }),
    ...(job.trainingEndTime === undefined ? {} : { TrainingEndTime: seconds(job.trainingEndTime) }),
    ...durations(job),
    SecondaryStatusTransitions: job.transitions.map(describeTransition),
    ...(job.metrics.length === 0 ? {} : { FinalMetricDataList: job.metrics.map(describeMetric) }),
    EnableNetworkIsolation: booleanOf(request, 'EnableNetworkIsolation'),
    EnableInterContainerTrafficEncryption: booleanOf(request, 'EnableInterContainerTrafficEncryption'),
    EnableManagedSpotTraining: booleanOf(request, 'EnableManagedSpotTraining'),
  }
}

/** Returns the job as a Search result holds it: with its tags. */
export function searchRecord(job: TrainingJob) {
  return membersOf('TrainingJob', { ...everything(job), Tags: job.tags })
}

/** `<S3OutputPath>/<job>/output`, without a slash at its end. */
export function outputUri({ request }: TrainingJob): string {
  return `${request.OutputDataConfig.S3OutputPath.replace(/\/+$/, '')}/${request.TrainingJobName}/output`
}

/** Where the model is, or will be. */
export function modelArtifactsUri(job: TrainingJob): string {
  const uncompressed = job.request.OutputDataConfig.CompressionType === 'NONE'
  return `${outputUri(job)}/${uncompressed ? 'model/' : 'model.tar.gz'}`
}

/** Wall-clock time on instances, at least a second, as the service bills it. One local process: no spot saving. */
function durations(job: TrainingJob) {
  if (job.trainingStartTime === undefined || job.trainingEndTime === undefined) return {}
  const total = Math.max(1, Math.round((job.trainingEndTime - job.trainingStartTime) / 1000))
  return { TrainingTimeInSeconds: total, BillableTimeInSeconds: total }
}

function describeTransition({ status, startTime, endTime, message }: Transition) {
  return {
    Status: status,
    StartTime: seconds(startTime),
    ...(endTime === undefined ? {} : { EndTime: seconds(endTime) }),
    StatusMessage: message,
  }
}

function describeMetric({ name, value, time }: Metric) {
  return { MetricName: name, Value: value, Timestamp: seconds(time) }
}

function booleanOf(request: object, name: string): boolean {
  return (request as Record<string, unknown>)[name] === true
}
