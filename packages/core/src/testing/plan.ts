/** YAML → a plan, with what tuning jobs found so far: for tests of planning. */

import type { HyperParameterTrainingJobSummary } from '@aws-sdk/client-sagemaker'

import type { Catalogue } from '../model/catalogue.js'
import { dataSources } from '../contract/data-source.js'
import type { Diagnostic } from '../language/diagnostic.js'
import { expand } from '../variants/expand.js'
import type { JobRecord } from '../contract/job-record.js'
import { parse } from '../parse.js'
import { plan } from '../plan.js'
import { possibleRecipes } from '../variants/possible-recipes.js'
import type { ForeignFile } from '../plan/context.js'
import type { Plan, TuningStep } from '../contract/planned.js'
import type { Prices } from '../contract/prices.js'
import type { DataSummary, ResolvedLayer } from '../contract/training-spec.js'
import { tuningRecord } from '../contract/tuning-record.js'
import type { TuningRecord } from '../contract/tuning-record.js'
import { testCatalogue } from './catalogue.js'

/** Everything that a plan is made from beside its file. */
export interface Found {
  readonly searches?: readonly TuningRecord[]
  readonly records?: readonly JobRecord[]
  readonly retry?: boolean
  readonly prices?: Prices
  readonly files?: ReadonlyMap<string, ForeignFile>
  /** Differences from the data of all other tests. */
  readonly dataset?: Partial<DataSummary>
}

/** Dense layers only, on examples of 4 numbers: enough for shapes that fit and that do not. */
const catalogue: Catalogue = { ...testCatalogue, infer: inferDense }

/** A plan, or none, and what is wrong. */
export interface PlannedText {
  readonly plan?: Plan
  readonly file?: ForeignFile
  readonly problems: readonly string[]
}

/** Returns the plan, or none, and what is wrong as `line:column code message`. */
export function planText(text: string, { dataset, ...found }: Found = {}): PlannedText {
  const parsed = parse({ path: 'x.yaml', text }, { read: () => ({ error: 'There is no such file.' }), catalogue })
  if (parsed.experiment === undefined) return { problems: parsed.diagnostics.map(line) }
  const { variants, diagnostics } = expand(parsed.experiment, parsed.positions)
  if (diagnostics.length > 0) return { problems: diagnostics.map(line) }
  const summary: DataSummary = {
    name: 'rows',
    format: 'csv',
    task: 'classification',
    inputShape: [4],
    classes: 3,
    classNames: ['a', 'b', 'c'],
    rows: { train: 150 },
    digest: 'd'.repeat(64),
    channels: { train: 's3://bucket/rows/' },
    ...dataset,
  }
  const planning = plan(parsed.experiment, variants, {
    catalogue,
    positions: parsed.positions,
    datasets: new Map(dataSources(possibleRecipes(variants, parsed.positions)).map(({ key }) => [key, summary])),
    target: { role: 'arn:aws:iam::123456789012:role/x', image: 'image', bucket: 'bucket', backend: 'wasm' },
    ...found,
  })
  const { experiment } = parsed
  const { search } = planning
  return {
    ...(planning.plan ? { plan: planning.plan } : {}),
    ...(search ? { file: { experiment, search } } : {}),
    problems: planning.diagnostics.map(line),
  }
}

/** Returns a file's plan that nothing is wrong with. */
export function planOf(text: string, found: Found = {}): Plan {
  const { plan: planned, problems } = planText(text, found)
  if (planned === undefined) throw new Error(problems.join('\n'))
  return planned
}

/** A trial that a search has made: its hyperparameters, its objective if it completed, its definition if there are several. */
export type MadeTrial = readonly [
  hyperparameters: Readonly<Record<string, string | number>>,
  objective?: number,
  definition?: string,
]

/** Returns a tuning job that was created by a step, as SageMaker describes it when it has made some trials. */
export function ran(
  { input }: TuningStep,
  trials: readonly MadeTrial[],
  { status = 'Completed', day = 1, seconds }: { status?: TuningRecord['status']; day?: number; seconds?: number } = {},
): TuningRecord {
  const name = input.HyperParameterTuningJobName ?? ''
  const created = new Date(Date.UTC(2026, 0, day))
  const times =
    seconds === undefined ? {} : { TrainingStartTime: created, TrainingEndTime: new Date(+created + seconds * 1000) }
  const children = trials.map(([hyperparameters, objective, definition], index): HyperParameterTrainingJobSummary => ({
    ...(definition === undefined ? {} : { TrainingJobDefinitionName: definition }),
    TrainingJobName: `${name}-${String(index + 1).padStart(3, '0')}-0badcafe`,
    TrainingJobArn: 'arn',
    TrainingJobStatus: objective === undefined ? 'Failed' : 'Completed',
    CreationTime: created,
    ...times,
    TunedHyperParameters: Object.fromEntries(
      Object.entries(hyperparameters).map(([key, value]) => [key, String(value)]),
    ),
    ObjectiveStatus: objective === undefined ? 'Failed' : 'Succeeded',
    ...(objective === undefined
      ? {}
      : { FinalHyperParameterTuningJobObjectiveMetric: { MetricName: 'objective', Value: objective } }),
  }))
  const { Tags, TrainingJobDefinition: job, ...described } = input
  return tuningRecord(
    {
      ...described,
      ...(job && {
        TrainingJobDefinition: {
          ...job,
          StaticHyperParameters: { ...job.StaticHyperParameters, _tuning_objective_metric: 'objective' },
        },
      }),
      HyperParameterTuningJobArn: `arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/${name}`,
      HyperParameterTuningJobStatus: status,
      CreationTime: created,
      ...(seconds === undefined ? {} : { HyperParameterTuningEndTime: new Date(+created + seconds * 1000) }),
    },
    children,
    Tags,
  )
}

/** Returns the step that creates the tuning job of an arm. */
export function searchStep({ steps }: Plan, arm: string): TuningStep {
  const found = steps.find(
    (step): step is TuningStep =>
      step.operation === 'CreateHyperParameterTuningJob' &&
      step.input.Tags?.some(({ Key, Value }) => Key === 'assay:variant' && Value === arm) === true,
  )
  if (found === undefined) throw new Error(`The plan creates no tuning job for "${arm}".`)
  return found
}

function line({ line: at, column, code, message, severity }: Diagnostic): string {
  return `${at}:${column} ${code}${severity === 'warning' ? ' (warning)' : ''} ${message}`
}

function inferDense(layers: readonly ResolvedLayer[]): ReturnType<Catalogue['infer']> {
  const inferred = []
  let [size = 0] = [4]
  for (const { id, type, args } of layers) {
    const units = type === 'dense' ? Number(args['units']) : size
    if (!Number.isInteger(units) || units < 1 || units > 1000) {
      return { fits: false, layer: id, message: `The layer "${id}" has ${units} units.` }
    }
    const parameters = type === 'dense' ? (size + 1) * units : 0
    const weights = type === 'dense' ? [[size, units], [units]] : []
    inferred.push({ id, type, outputShape: [units], parameters, flops: 2 * parameters, weights })
    size = units
  }
  const parameters = inferred.reduce((sum, one) => sum + one.parameters, 0)
  return {
    fits: true,
    layers: inferred,
    outputShape: [size],
    parameters,
    trainableParameters: parameters,
    flops: 2 * parameters,
  }
}
