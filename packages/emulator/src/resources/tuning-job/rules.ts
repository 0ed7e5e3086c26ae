/** The rules of CreateHyperParameterTuningJob beyond its shapes: one function each, all of them in a list. */
import { resourceLimitExceeded, validation } from '../../protocol/errors.js'
import { checkTags } from '../../state/tags.js'
import { checkTrainingJob } from '../training-job/rules.js'
import { definitionsOf, trainingJobDefinitions } from './request.js'
import type { CreateTuningJobRequest, TrainingJobDefinition } from './request.js'
import { objectiveHyperparameter, trainingJobRequest } from './child-request.js'
import { gridSize, quotaOf, quotas } from './limits.js'
import { rangeKinds, rangeProblem } from './ranges.js'
import { hyperbandSettings } from './stopping.js'

type Rule = (request: CreateTuningJobRequest) => string | undefined

const rules: readonly Rule[] = [
  autotune,
  oneOrSeveral,
  names,
  objectives,
  rangesAtOnePlace,
  ranges,
  metrics,
  hyperparameters,
  environments,
  limits,
  strategyConfig,
  grid,
  hyperband,
  combinationsSuffice,
  singleAlgorithm,
  warmStart,
  resources,
]

/** Throws ValidationException for the first rule that a request breaks, or ResourceLimitExceeded for a quota. */
export function checkTuningJob(request: CreateTuningJobRequest): void {
  for (const rule of rules) {
    const problem = rule(request)
    if (problem !== undefined) throw validation(problem)
  }
  // The training jobs must be accepted when their time comes.
  for (const definition of definitionsOf(request)) checkTrainingJob(trainingJobRequest(definition, 'a', {}))
  checkTags(request.Tags ?? [])
  checkQuota(
    'maximum number of parallel training jobs per hyperparameter tuning job',
    quotas.parallelTrainingJobs,
    request.HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs,
  )
}

/** Throws ResourceLimitExceeded if the training jobs of a request and of its parents are too many. */
export function checkTrainingJobQuota(request: CreateTuningJobRequest, inherited: number): void {
  const { MaxNumberOfTrainingJobs = 1 } = request.HyperParameterTuningJobConfig.ResourceLimits
  const what = `total number of training jobs per hyperparameter tuning job${inherited > 0 ? ', those of its parents included,' : ''}`
  checkQuota(what, quotaOf(request), MaxNumberOfTrainingJobs + inherited)
}

/** Throws ResourceLimitExceeded if one more tuning job would be too many at a time. */
export function checkTuningJobQuota(running: number): void {
  checkQuota('number of concurrent hyperparameter tuning jobs', quotas.tuningJobs, running + 1)
}

function checkQuota(what: string, most: number, wanted: number) {
  if (wanted > most)
    throw resourceLimitExceeded(
      `The account-level service limit '${what}' is ${most}; this request would make it ${wanted}.`,
    )
}

function autotune({ Autotune }: CreateTuningJobRequest) {
  return Autotune === undefined
    ? undefined
    : '"Autotune" is not available yet: give ParameterRanges, ResourceLimits and Strategy instead.'
}

function oneOrSeveral({ TrainingJobDefinition: one, TrainingJobDefinitions: several }: CreateTuningJobRequest) {
  if (one && several) return 'TrainingJobDefinition and TrainingJobDefinitions cannot both be given.'
  return one || several ? undefined : 'You must specify either TrainingJobDefinition or TrainingJobDefinitions.'
}

function names({ TrainingJobDefinitions: several }: CreateTuningJobRequest) {
  const given = (several ?? []).map(({ DefinitionName }) => DefinitionName)
  if (given.includes(undefined)) return 'Each of the TrainingJobDefinitions needs a DefinitionName.'
  const twice = given.find((name, index) => given.indexOf(name) !== index)
  return twice === undefined ? undefined : `Duplicate DefinitionName "${twice}" in TrainingJobDefinitions.`
}

function objectives({ HyperParameterTuningJobConfig: config, ...request }: CreateTuningJobRequest) {
  const shared = config.HyperParameterTuningJobObjective
  const several = request.TrainingJobDefinitions
  if (several && shared)
    return 'HyperParameterTuningJobObjective cannot be given with TrainingJobDefinitions: give each of them its TuningObjective.'
  for (const definition of trainingJobDefinitions({ HyperParameterTuningJobConfig: config, ...request })) {
    if (definition.TuningObjective && shared)
      return 'TuningObjective and HyperParameterTuningJobObjective cannot both be given.'
    if (!definition.TuningObjective && !shared) return `An objective metric is required${of(definition)}.`
  }
  return undefined
}

function rangesAtOnePlace(request: CreateTuningJobRequest) {
  const shared = request.HyperParameterTuningJobConfig.ParameterRanges
  if (request.TrainingJobDefinitions && shared)
    return 'ParameterRanges cannot be given with TrainingJobDefinitions: give each of them its HyperParameterRanges.'
  const both = trainingJobDefinitions(request).some(({ HyperParameterRanges }) => HyperParameterRanges && shared)
  return both ? 'HyperParameterRanges and ParameterRanges cannot both be given.' : undefined
}

function ranges(request: CreateTuningJobRequest) {
  for (const { definition, ranges } of definitionsOf(request)) {
    const problem = rangeProblem(ranges, definition.StaticHyperParameters ?? {})
    if (problem !== undefined) return problem
  }
  return undefined
}

function metrics(request: CreateTuningJobRequest) {
  for (const { definition, objective } of definitionsOf(request)) {
    const { MetricDefinitions = [] } = definition.AlgorithmSpecification ?? {}
    if (!MetricDefinitions.some(({ Name }) => Name === objective.MetricName))
      return `A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions. There is none of the name "${objective.MetricName}"${of(definition)}.`
  }
  return undefined
}

function hyperparameters(request: CreateTuningJobRequest) {
  for (const { definition, objective, ranges } of definitionsOf(request)) {
    // A definition copied from a description has it already.
    const { [objectiveHyperparameter]: metric = objective.MetricName, ...values } =
      definition.StaticHyperParameters ?? {}
    if (metric !== objective.MetricName || rangeKinds(ranges).has(objectiveHyperparameter))
      return `Hyperparameter "${objectiveHyperparameter}" is added by hyperparameter tuning; it cannot be given.`
    const count = Object.keys(values).length + rangeKinds(ranges).size + 1
    if (count > quotas.hyperparameters)
      return `A training job would have ${count} hyperparameters, "${objectiveHyperparameter}" among them; at most ${quotas.hyperparameters} are allowed.`
  }
  return undefined
}

function environments(request: CreateTuningJobRequest) {
  const count = trainingJobDefinitions(request).reduce(
    (sum, { Environment = {} }) => sum + Object.keys(Environment).length,
    0,
  )
  return count > quotas.environment
    ? `The training job definitions have ${count} environment variables; at most ${quotas.environment} are allowed over all of them.`
    : undefined
}

function limits({ HyperParameterTuningJobConfig: config }: CreateTuningJobRequest) {
  const { Strategy, ResourceLimits, TuningJobCompletionCriteria } = config
  const { MaxNumberOfTrainingJobs: most, MaxParallelTrainingJobs: parallel, MaxRuntimeInSeconds } = ResourceLimits
  if (most !== undefined && parallel > most)
    return `MaxParallelTrainingJobs (${parallel}) cannot be greater than MaxNumberOfTrainingJobs (${most}).`
  const bounded = most ?? MaxRuntimeInSeconds ?? TuningJobCompletionCriteria
  return bounded === undefined && Strategy !== 'Grid'
    ? 'MaxNumberOfTrainingJobs is required unless Strategy is Grid, or MaxRuntimeInSeconds or TuningJobCompletionCriteria are given.'
    : undefined
}

function strategyConfig({ HyperParameterTuningJobConfig: { Strategy, StrategyConfig } }: CreateTuningJobRequest) {
  return StrategyConfig && Strategy !== 'Hyperband'
    ? `StrategyConfig can be given with Strategy Hyperband only, not with ${Strategy}.`
    : undefined
}

function grid(request: CreateTuningJobRequest) {
  const { Strategy, ResourceLimits } = request.HyperParameterTuningJobConfig
  if (Strategy !== 'Grid') return undefined
  for (const { ranges } of definitionsOf(request)) {
    const other = [...rangeKinds(ranges)].find(([, kind]) => kind !== 'Categorical')
    if (other) return `Grid search supports categorical hyperparameter ranges only; "${other[0]}" is ${other[1]}.`
  }
  const size = gridSize(request)
  const { MaxNumberOfTrainingJobs: most } = ResourceLimits
  if (most !== undefined && most !== size)
    return `MaxNumberOfTrainingJobs (${most}) of a grid search must be the number of its combinations (${size}), or be left out.`
  return size > quotas.trainingJobs
    ? `The grid has ${size} combinations; at most ${quotas.trainingJobs} training jobs are allowed.`
    : undefined
}

function hyperband(request: CreateTuningJobRequest) {
  const { Strategy, TrainingJobEarlyStoppingType } = request.HyperParameterTuningJobConfig
  if (Strategy !== 'Hyperband') return undefined
  if (TrainingJobEarlyStoppingType === 'Auto')
    return 'TrainingJobEarlyStoppingType must be Off with Strategy Hyperband, which stops training jobs by itself.'
  for (const definition of definitionsOf(request)) {
    const settings = hyperbandSettings(request, definition)
    if (!settings)
      return 'MaxResource parameter is not provided and could not be inferred from provided static hyperparameters of TrainingJobDefinition.'
    const { minResource, maxResource } = settings
    if (maxResource > quotas.resource) return `MaxResource (${maxResource}) must be at most ${quotas.resource}.`
    if (minResource > maxResource)
      return `MinResource (${minResource}) must be less than or equal to MaxResource (${maxResource}).`
  }
  return undefined
}

function combinationsSuffice(request: CreateTuningJobRequest) {
  const { MaxNumberOfTrainingJobs: most } = request.HyperParameterTuningJobConfig.ResourceLimits
  const size = gridSize(request)
  return most !== undefined && size < most
    ? `You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [${size.toFixed(1)}] must be equal or greater than the value of MaxNumberOfJobs, [${most}]. Provide additional ranges.`
    : undefined
}

/** "Warm start and early stopping are available only when tuning a single algorithm." */
function singleAlgorithm(request: CreateTuningJobRequest) {
  if (trainingJobDefinitions(request).length < 2) return undefined
  if (request.WarmStartConfig) return 'WarmStartConfig can be given with a single training job definition only.'
  return request.HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType === 'Auto'
    ? 'TrainingJobEarlyStoppingType Auto can be given with a single training job definition only.'
    : undefined
}

function warmStart({ HyperParameterTuningJobConfig: { Strategy }, WarmStartConfig }: CreateTuningJobRequest) {
  return WarmStartConfig && (Strategy === 'Grid' || Strategy === 'Hyperband')
    ? `Warm start is available with Strategy Bayesian and Random only, not with ${Strategy}.`
    : undefined
}

function resources(request: CreateTuningJobRequest) {
  for (const definition of trainingJobDefinitions(request)) {
    const { ResourceConfig, HyperParameterTuningResourceConfig: tuning } = definition
    if (ResourceConfig && tuning)
      return `ResourceConfig and HyperParameterTuningResourceConfig cannot both be given${of(definition)}.`
    if (ResourceConfig?.KeepAlivePeriodInSeconds !== undefined)
      return `KeepAlivePeriodInSeconds cannot be given in a hyperparameter tuning job${of(definition)}: it uses warm pools by itself.`
    const one = tuning && (tuning.InstanceType ?? tuning.InstanceCount ?? tuning.VolumeSizeInGB)
    if (tuning?.InstanceConfigs && one !== undefined)
      return 'InstanceConfigs cannot be given together with InstanceType, InstanceCount or VolumeSizeInGB.'
  }
  return undefined
}

const of = ({ DefinitionName: name }: TrainingJobDefinition) =>
  name === undefined ? '' : ` of training job definition "${name}"`
