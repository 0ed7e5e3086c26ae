/** For users. Names are listed by hand; what only our own packages need is in `internal.ts`. */

// A file → an experiment, or every diagnostic with its position.
export { parse } from './parse.js'
export type { Parsed, ParseOptions } from './parse.js'
export type { ReadFile } from './language/extends.js'
export type { Source } from './language/source.js'
export type { Positions, Position, Part } from './language/positions.js'
export type { Diagnostic, DiagnosticCode } from './language/diagnostic.js'
export { formatDiagnostics } from './language/code-frame.js'
export { experimentSchema } from './language/validate-schema.generated.js'

// The experiment as types: what a file may contain.
export type { Experiment, Recipe, Stage, Variation, Data, Layer, Json, Scalar } from './language/experiment.js'

// An experiment → its variants, one for each model to compare.
export { expand } from './variants/expand.js'
export type { Expansion, Variant } from './variants/expand.js'
export { dataSources } from './contract/data-source.js'
export type { DataSource, MergedData } from './contract/data-source.js'

// Variants → the plan: the exact SageMaker requests.
export { plan } from './plan.js'
export type { Planning } from './plan.js'
export type { PlanContext, ForeignFile } from './plan/context.js'
export type { PlanTarget } from './engines/resolve-variant.js'
export type { DataSummary, DataFormat, ColumnDescription, MissingValues } from './contract/training-spec.js'
export type { DataNumbers, SeriesNumbers } from './contract/data-numbers.js'
export type { Prices, SaidPrice } from './contract/prices.js'
export type { DonorVariant, ForeignDonor } from './variants/donor.js'
export type { ForeignSearch } from './plan/tuning/foreign-parent.js'

// The plan as data.
export { stepName } from './contract/planned.js'
export type {
  Plan,
  PlannedExperiment,
  PlannedStage,
  PlannedVariant,
  PlannedRun,
  PlannedModel,
  PlannedArm,
  PlannedDefinition,
  PlannedRange,
  PlannedBudget,
  Deferred,
  Step,
  TrainingStep,
  TuningStep,
} from './contract/planned.js'

// Models: layers, and the catalog of layers and architectures that planning reads.
export type { Catalogue, Architecture, LayerType, ArgumentRule, Inference, InferredLayer } from './model/catalogue.js'
export type { LayerTemplate, TemplateValue, ResolvedLayer, ResolvedValue } from './contract/training-spec.js'

// What SageMaker answers → records of jobs and searches.
export { jobRecord } from './contract/job-record.js'
export type {
  JobRecord,
  JobArtefact,
  Calibration,
  Environment,
  Evaluation,
  History,
  LearningRates,
  Mistake,
  PartEvaluation,
} from './contract/job-record.js'
export { tuningRecord } from './contract/tuning-record.js'
export type { TuningRecord, TuningDefinition, Trial } from './contract/tuning-record.js'

// Tags, hyperparameters and names: what our jobs are recognized by.
export { experimentTagKey, encodeTags, decodeTags } from './contract/tags.js'
export type { JobTags } from './contract/tags.js'
export type { TrainingSpec, DataSpec, InitSpec, HyperparameterType } from './contract/training-spec.js'
export { canonicalJson, digestOf } from './base/digest.js'
