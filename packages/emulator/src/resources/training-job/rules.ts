/** The rules of CreateTrainingJob beyond its shapes: one function each, all of them in a list. */
import type { CreateTrainingJobRequest } from './request.js'
import { validation } from '../../protocol/errors.js'
import { parseS3Uri } from '../../base/s3-uri.js'
import { checkTags } from '../../state/tags.js'
import { isMetricRegex } from '../../processes/metrics.js'

type Rule = (request: CreateTrainingJobRequest) => string | undefined

const mostRuntime = 28 * 86_400

const rules: readonly Rule[] = [
  serverless,
  algorithm,
  resources,
  instances,
  waitTime,
  runtime,
  channels,
  metricNames,
  metricRegexes,
  locations,
  notAvailable,
]

/** Throws ValidationException for the first rule that a request breaks. */
export function checkTrainingJob(request: CreateTrainingJobRequest): void {
  for (const rule of rules) {
    const problem = rule(request)
    if (problem !== undefined) throw validation(problem)
  }
  checkTags(request.Tags ?? [])
}

function serverless({ ServerlessJobConfig }: CreateTrainingJobRequest) {
  return ServerlessJobConfig === undefined ? undefined : '"ServerlessJobConfig" is not available yet.'
}

function algorithm({ AlgorithmSpecification }: CreateTrainingJobRequest) {
  if (!AlgorithmSpecification) return 'AlgorithmSpecification is required.'
  const { TrainingImage: image, AlgorithmName: name } = AlgorithmSpecification
  if (image === undefined && name === undefined)
    return 'You must specify either TrainingImage or AlgorithmName in AlgorithmSpecification.'
  if (image !== undefined && name !== undefined)
    return 'You must specify either TrainingImage or AlgorithmName in AlgorithmSpecification, not both.'
  return undefined
}

function resources({ ResourceConfig }: CreateTrainingJobRequest) {
  if (!ResourceConfig) return 'ResourceConfig is required.'
  const { InstanceType, InstanceCount, InstanceGroups, InstancePreferences } = ResourceConfig
  if (InstanceType !== undefined && InstanceCount !== undefined && InstanceCount > 0) return undefined
  if (InstanceGroups || InstancePreferences) return undefined
  return 'ResourceConfig needs InstanceType and InstanceCount (at least 1), or InstanceGroups, or InstancePreferences.'
}

function instances({ ResourceConfig, EnableManagedSpotTraining }: CreateTrainingJobRequest) {
  const { InstanceType, InstanceGroups, InstancePreferences } = ResourceConfig ?? {}
  if (InstanceGroups && InstanceType !== undefined)
    return 'InstanceType and InstanceGroups cannot both be given in ResourceConfig.'
  if (!InstancePreferences) return undefined
  if (InstanceType !== undefined || InstanceGroups)
    return 'InstancePreferences cannot be given together with InstanceType or InstanceGroups in ResourceConfig.'
  return EnableManagedSpotTraining === true
    ? 'InstancePreferences cannot be used with EnableManagedSpotTraining.'
    : undefined
}

function waitTime({ StoppingCondition, EnableManagedSpotTraining }: CreateTrainingJobRequest) {
  const { MaxWaitTimeInSeconds: wait, MaxRuntimeInSeconds: run = 86_400 } = StoppingCondition ?? {}
  if (EnableManagedSpotTraining !== true)
    return wait === undefined
      ? undefined
      : 'MaxWaitTimeInSeconds can be given only when EnableManagedSpotTraining is true.'
  if (wait === undefined) return 'MaxWaitTimeInSeconds is required when EnableManagedSpotTraining is true.'
  return wait < run
    ? `Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds (${wait} < ${run}).`
    : undefined
}

function runtime({ StoppingCondition }: CreateTrainingJobRequest) {
  const run = StoppingCondition?.MaxRuntimeInSeconds
  return run !== undefined && run > mostRuntime
    ? `MaxRuntimeInSeconds must be at most ${mostRuntime} (28 days), not ${run}.`
    : undefined
}

function channels({ InputDataConfig = [] }: CreateTrainingJobRequest) {
  const names = InputDataConfig.map(({ ChannelName }) => ChannelName)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return `Duplicate channel name "${twice}" in InputDataConfig: channel names must be unique.`
  // The shape allows dots; a folder of that name would lie outside of the channel's place.
  const dots = names.find((name) => name === '.' || name === '..')
  if (dots !== undefined) return `Channel name "${dots}" is refused: it must name a folder.`
  const empty = InputDataConfig.find(({ DataSource }) => Object.keys(DataSource).length !== 1)
  return (
    empty && `The DataSource of channel "${empty.ChannelName}" must have exactly one source, S3DataSource for example.`
  )
}

function metricNames({ AlgorithmSpecification }: CreateTrainingJobRequest) {
  const names = (AlgorithmSpecification?.MetricDefinitions ?? []).map(({ Name }) => Name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? undefined : `Duplicate metric name "${twice}" in MetricDefinitions.`
}

function metricRegexes({ AlgorithmSpecification }: CreateTrainingJobRequest) {
  const broken = (AlgorithmSpecification?.MetricDefinitions ?? []).find(({ Regex }) => !isMetricRegex(Regex))
  return broken && `The Regex "${broken.Regex}" of metric "${broken.Name}" is not a regular expression.`
}

function locations({ InputDataConfig = [], OutputDataConfig, CheckpointConfig }: CreateTrainingJobRequest) {
  const uris = [
    OutputDataConfig.S3OutputPath,
    ...InputDataConfig.flatMap(({ DataSource }) => DataSource.S3DataSource?.S3Uri ?? []),
    ...(CheckpointConfig ? [CheckpointConfig.S3Uri] : []),
  ]
  return uris.map((uri) => parseS3Uri(uri)).find((parsed) => 'problem' in parsed)?.problem
}

/** Refuses features of AWS that are not available locally, rather than run a job in another way. */
function notAvailable({ AlgorithmSpecification, InputDataConfig = [], ResourceConfig }: CreateTrainingJobRequest) {
  const { InstanceCount, InstanceGroups, InstancePreferences = [] } = ResourceConfig ?? {}
  if (InstanceGroups) return '"InstanceGroups" is not available yet.'
  const count = Math.max(InstanceCount ?? 1, ...InstancePreferences.map((each) => each.InstanceCount ?? 1))
  if (count > 1) return `An InstanceCount of ${count} is not available yet: a local job runs on one instance.`
  const pipe = [AlgorithmSpecification?.TrainingInputMode, ...InputDataConfig.map(({ InputMode }) => InputMode)]
  if (pipe.includes('Pipe')) return 'Input mode "Pipe" is not available yet; available: "File", "FastFile".'
  for (const { ChannelName, DataSource } of InputDataConfig) {
    const type = DataSource.S3DataSource?.S3DataType
    if (type === undefined)
      return `The data source of channel "${ChannelName}" is not available yet; available: "S3DataSource".`
    if (type !== 'S3Prefix')
      return `S3DataType "${type}" of channel "${ChannelName}" is not available yet; available: "S3Prefix".`
  }
  return undefined
}
