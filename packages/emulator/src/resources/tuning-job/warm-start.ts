/** Warm start: the results that a tuning job inherits, and the members it must share with its parents. */
import { describeTrial } from './describe.js'
import { validation } from '../../protocol/errors.js'
import type { TrainingJob } from '../training-job/record.js'
import type { TrainingJobs } from '../training-job/kind.js'
import { isTuningEnded, tuningNameOf } from './record.js'
import type { TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import type { CreateTuningJobRequest, Definition } from './request.js'
import type { TuningJobs } from './kind.js'
import { objectiveHyperparameter } from './child-request.js'
import type { Parent, Trial } from '../../tuning/space/history.js'
import { rangeKinds } from './ranges.js'
import { bestTrial, finalObjective, isBetter } from './trials.js'

/** The parents' results, as they were when the child was created. */
export interface Inherited {
  readonly parents: readonly Parent[]
  /** How many training jobs the parents ran: they count against the child's quota. */
  readonly trainingJobs: number
  /** The best training job of all parents with identical data and algorithm, as the API describes it. */
  readonly best?: { readonly value: number; readonly summary: object }
}

/** The inheritance of a tuning job without parents. */
export const nothingInherited: Inherited = { parents: [], trainingJobs: 0 }

/** "No more than 10 hyperparameters": https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-warm-start.html */
const mostChanges = 10

/** Returns what a request inherits. Throws ValidationException if its parents do not fit. */
export function inherit(request: CreateTuningJobRequest, tuningJobs: TuningJobs, jobs: TrainingJobs): Inherited {
  const { WarmStartConfig } = request
  if (!WarmStartConfig) return nothingInherited
  const parents = parentsOf(request, tuningJobs)
  for (const parent of parents) checkParent(request, parent)
  const families = parents.map((parent) => ({ parent, children: jobs.childrenOf(parent.id) }))
  const best = WarmStartConfig.WarmStartType === 'IdenticalDataAndAlgorithm' ? bestOf(families) : undefined
  return {
    parents: families.map(({ parent, children }) => ({
      type: WarmStartConfig.WarmStartType,
      trials: children.map((child): Trial => {
        const value = finalObjective(child)
        const values = { ...staticValues(parent), ...child.tuning?.assignment }
        const status = child.status === 'Stopping' ? 'InProgress' : child.status
        return { assignment: searched(request, values), status, ...(value === undefined ? {} : { value }) }
      }),
    })),
    trainingJobs: families.reduce((sum, { children }) => sum + children.length, 0),
    ...(best ? { best } : {}),
  }
}

interface Family {
  readonly parent: TuningJob
  readonly children: readonly TrainingJob[]
}

function bestOf(families: readonly Family[]): Inherited['best'] {
  const found = families.flatMap(({ parent, children }) => {
    const best = bestTrial(parent.request, children)
    return best ? [{ value: best.value, summary: describeTrial(parent, best.job) }] : []
  })
  const [first] = families
  const type = first && definitionsOf(first.parent.request)[0]?.objective.Type
  return found.reduce<Inherited['best']>(
    (best, each) => (best && type && !isBetter(type, each.value, best.value) ? best : each),
    undefined,
  )
}

function parentsOf(request: CreateTuningJobRequest, tuningJobs: TuningJobs): readonly TuningJob[] {
  const names = (request.WarmStartConfig?.ParentHyperParameterTuningJobs ?? []).map(
    ({ HyperParameterTuningJobName }) => HyperParameterTuningJobName,
  )
  const twice = names.find((name, index) => names.findIndex((each) => sameName(each, name)) !== index)
  if (twice !== undefined)
    throw validation(`Duplicate parent "${twice}" in ParentHyperParameterTuningJobs: each may be given once.`)
  return names.map((name) => {
    if (name === undefined)
      throw validation('A parent in ParentHyperParameterTuningJobs needs a HyperParameterTuningJobName.')
    if (sameName(name, request.HyperParameterTuningJobName))
      throw validation(`Hyperparameter tuning job "${name}" cannot be its own parent.`)
    const parent = tuningJobs.byName(name)
    if (!parent) throw validation(`Parent hyperparameter tuning job "${name}" does not exist.`)
    return parent
  })
}

const sameName = (one: string | undefined, other: string | undefined) => one?.toLowerCase() === other?.toLowerCase()

function checkParent(request: CreateTuningJobRequest, parent: TuningJob) {
  const name = tuningNameOf(parent)
  if (!isTuningEnded(parent))
    throw validation(
      `Parent hyperparameter tuning job "${name}" is in status ${parent.status}. Parent hyperparameter tuning jobs must be in status Completed, Stopped or Failed.`,
    )
  const [own] = definitionsOf(request)
  const [theirs, ...more] = definitionsOf(parent.request)
  if (!own || !theirs || more.length > 0)
    throw validation(
      `Parent hyperparameter tuning job "${name}" has several training job definitions: warm start takes one.`,
    )
  checkObjective(own, theirs, name)
  checkHyperparameters(own, theirs, name)
  checkDefinition(own, theirs, name)
  if (request.WarmStartConfig?.WarmStartType === 'IdenticalDataAndAlgorithm') checkIdentical(own, theirs, name)
}

function checkObjective({ objective: own }: Definition, { objective: theirs }: Definition, parent: string) {
  if (own.MetricName === theirs.MetricName && own.Type === theirs.Type) return
  throw validation(
    `The objective metric of a warm start hyperparameter tuning job must be the same as that of its parents: "${own.MetricName}" (${own.Type}) is not "${theirs.MetricName}" (${theirs.Type}) of parent "${parent}".`,
  )
}

function checkHyperparameters(own: Definition, theirs: Definition, parent: string) {
  const kinds = rangeKinds(own.ranges)
  const parentKinds = rangeKinds(theirs.ranges)
  const values = ownValues(own)
  const parentValues = ownValues(theirs)
  const names = new Set([...kinds.keys(), ...Object.keys(values)])
  const parentNames = new Set([...parentKinds.keys(), ...Object.keys(parentValues)])
  const different = [
    ...[...names].filter((name) => !parentNames.has(name)),
    ...[...parentNames].filter((name) => !names.has(name)),
  ]
  if (different.length > 0)
    throw validation(
      `The set of tunable plus static HyperParameter names is not the same across current and parent tuning jobs. Please ensure this set is constant when warm starting. Note that previously static HyperParameters can be tuned in warm start jobs and vice versa. Different from parent "${parent}": [${different.join(', ')}]`,
    )
  for (const [name, kind] of kinds) {
    const parentKind = parentKinds.get(name)
    if (parentKind !== undefined && parentKind !== kind)
      throw validation(
        `The type of hyperparameter "${name}" must not change when warm starting: it is ${kind} here and ${parentKind} in parent "${parent}".`,
      )
  }
  const frozen = [...parentKinds.keys()].filter((name) => !kinds.has(name)).length
  const changed = Object.keys(values).filter(
    (name) => Object.hasOwn(parentValues, name) && values[name] !== parentValues[name],
  ).length
  // In AWS's example a hyperparameter that was tunable and is static now counts twice.
  const changes = 2 * frozen + changed
  if (changes > mostChanges)
    throw validation(
      `A warm start hyperparameter tuning job may change at most ${mostChanges} static hyperparameters: this one makes ${changes} changes to those of parent "${parent}", ${frozen} from tunable to static (which count twice) and ${changed} of static values.`,
    )
}

/** The static hyperparameters without the one that tuning adds, which a request may have from a description. */
function ownValues({ definition: { StaticHyperParameters = {} } }: Definition): Readonly<Record<string, string>> {
  const { [objectiveHyperparameter]: _added, ...values } = StaticHyperParameters
  return values
}

const fixed = [
  'Environment',
  'EnableNetworkIsolation',
  'EnableInterContainerTrafficEncryption',
  'RetryStrategy',
] as const

function checkDefinition({ definition: own }: Definition, { definition: theirs }: Definition, parent: string) {
  const changed = fixed.find((name) => !same(own[name as keyof typeof own], theirs[name as keyof typeof theirs]))
  if (changed === undefined) return
  throw validation(
    `Only the following fields in TrainingJobDefinition are allowed to change: [algorithmSpecification, inputDataConfig, outputDataConfig, staticHyperParameters, roleArn, resourceConfig, stoppingCondition, vpcConfig, enableManagedSpotTraining, checkpointConfig]. "${changed}" is not that of parent "${parent}".`,
  )
}

/** "The same input data and training image"; another version of the image, or format of the data, is allowed. */
function checkIdentical({ definition: own }: Definition, { definition: theirs }: Definition, parent: string) {
  const algorithm = ({
    AlgorithmSpecification: { TrainingImage, AlgorithmName } = { TrainingInputMode: '' },
  }: typeof own) => AlgorithmName ?? TrainingImage?.replace(/(?:@|:(?=[^/]*$)).*$/, '')
  const data = ({ InputDataConfig = [] }: typeof own) =>
    InputDataConfig.map(({ ChannelName, DataSource }) => [ChannelName, DataSource.S3DataSource?.S3Uri])
  const wrong =
    algorithm(own) !== algorithm(theirs) ? 'training image' : same(data(own), data(theirs)) ? undefined : 'input data'
  if (wrong === undefined) return
  throw validation(
    `Warm start type IdenticalDataAndAlgorithm requires the same input data and training image: the ${wrong} is not that of parent "${parent}". Use TransferLearning instead.`,
  )
}

const same = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value === false ? undefined : value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, sorted(item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function staticValues(parent: TuningJob): Readonly<Record<string, string>> {
  return definitionsOf(parent.request)[0]?.definition.StaticHyperParameters ?? {}
}

/** Returns the values of what the child searches: what was static in the parent is a coordinate too. */
function searched(request: CreateTuningJobRequest, values: Readonly<Record<string, string>>) {
  const [own] = definitionsOf(request)
  const names = own ? [...rangeKinds(own.ranges).keys()] : []
  return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])))
}
