export type { Data, Experiment, Json, Scalar } from './language/experiment.js'
export type {
  ColumnDescription,
  DataFormat,
  DataSpec,
  DataSummary,
  HyperparameterType,
  LayerTemplate,
  MissingValues,
  ResolvedLayer,
  ResolvedValue,
  TemplateValue,
  TrainingSpec,
} from './contract/training-spec.js'
export {
  adamwDecay,
  isReadByTrainer,
  learningRateTest,
  trainerChoices,
  trainerDefault,
  trainerHyperparameters,
  trainerNames,
} from './contract/trainer-hyperparameters.js'
export type { TrainerHyperparameter, TrainerRow } from './contract/trainer-hyperparameters.js'
export type {
  Calibration,
  Environment,
  Evaluation,
  History,
  JobArtefact,
  JobRecord,
  LearningRates,
  Mistake,
  PartEvaluation,
} from './contract/job-record.js'
export type {
  Deferred,
  Plan,
  PlannedArm,
  PlannedDefinition,
  PlannedExperiment,
  PlannedModel,
  PlannedRange,
  PlannedRun,
  PlannedStage,
  PlannedVariant,
  Step,
  TrainingStep,
  TuningStep,
} from './contract/planned.js'
export { stepName } from './contract/planned.js'
export { tuningRecord } from './contract/tuning-record.js'
export type { Trial, TuningDefinition, TuningRecord } from './contract/tuning-record.js'
export { decodeRanges, encodeRanges } from './contract/parameter-ranges.js'
export { metricDefinitions, metricLine, metricNames, metricRegex, taskMetrics } from './contract/metrics.js'
export type { MetricName } from './contract/metrics.js'
export { classScores, confusionOf } from './metrics/confusion.js'
export type { ClassScores, Confusion } from './metrics/confusion.js'
export type { Metric, MetricScale, Rows } from './metrics/metric.js'
export { metricsOfRows, partMetrics } from './metrics/task-metrics.js'
export { decodeHyperparameters, encodeHyperparameters, maximumSpecLength } from './contract/hyperparameters.js'
export type { JobHyperparameters } from './contract/hyperparameters.js'
export { channelsOf, writtenFormat } from './contract/data-channels.js'
export type { ChannelName } from './contract/data-channels.js'
export { decodeTags, encodeTags, experimentTagKey } from './contract/tags.js'
export type { JobTags } from './contract/tags.js'
export type { Architecture, ArgumentRule, Catalogue, Inference, InferredLayer, LayerType } from './model/catalogue.js'
export type { Layer } from './language/experiment.js'
export { evaluate, ExpressionError, isExpression, namesIn } from './language/expression.js'
export type { Scope } from './language/expression.js'
export { foreignSearches, isForeign } from './plan/tuning/foreign-parent.js'
export type { ForeignSearch } from './plan/tuning/foreign-parent.js'
export type { ArmResult as SearchResult } from './plan/arm.js'
export { foreignDonors } from './variants/donor.js'
export type { DonorVariant, ForeignDonor } from './variants/donor.js'
export { haveSameWeights, matchesNothing, selectLayers, takenLayers } from './model/select-layers.js'
export type { LayerShape, Taken } from './model/select-layers.js'
export type { InitSpec } from './contract/training-spec.js'
export type { ModelDescription } from './contract/model-description.js'
export { modelTemplate } from './model/model-template.js'
export { LayerResolutionError, resolveLayers } from './model/resolve-layers.js'
export type { Resolution } from './model/resolve-layers.js'
export { jobRecord } from './contract/job-record.js'
export { trainerVersion } from './contract/trainer-version.js'
export { dataScope, resolveDataNumbers } from './contract/data-numbers.js'
export type { DataNumbers, SeriesNumbers } from './contract/data-numbers.js'
export { counted } from './base/counted.js'
export { examplesOf, partSizes, SplitError } from './contract/part-sizes.js'
export type { PartSizes, Steps } from './contract/part-sizes.js'
export { dataSources } from './contract/data-source.js'
export type { DataSource, MergedData } from './contract/data-source.js'
export { canonicalJson, digestOf } from './base/digest.js'
export { defined } from './base/defined.js'
export { rankTrials } from './plan/tuning/rank-trials.js'
export { expand } from './variants/expand.js'
export type { Expansion, Variant } from './variants/expand.js'
export { type Cost, moneyText } from './base/money.js'
export { possibleRecipes } from './variants/possible-recipes.js'
export { type Bound, jobBound, searchBound, sizeOf, stepBound, stepInstances } from './contract/job-size.js'
export { durationText } from './base/duration.js'
export type { PlannedBudget } from './contract/planned.js'
export {
  filePrices,
  listedPrices,
  priceOf,
  type Prices,
  pricesFrom,
  priceText,
  type SaidPrice,
} from './contract/prices.js'
export { type Spent, spentOf } from './plan/spent.js'
export { milliseconds } from './base/times.js'
export { plan } from './plan.js'
export type { Planning } from './plan.js'
export { attemptName, parseAttempt } from './contract/names.js'
export { rangeScales } from './contract/range-scales.js'
export type { ForeignFile, PlanContext } from './plan/context.js'
export type { PlanTarget } from './engines/resolve-variant.js'
export type { Recipe, Stage, Variation } from './language/experiment.js'
export { parse } from './parse.js'
export type { Parsed, ParseOptions } from './parse.js'
export type { ReadFile } from './language/extends.js'
export { decodeSource, maximumSourceBytes } from './language/source.js'
export type { Source } from './language/source.js'
export { sortDiagnostics } from './language/diagnostic.js'
export type { Diagnostic, DiagnosticCode } from './language/diagnostic.js'
export { formatDiagnostics, sentence } from './language/code-frame.js'
export { createPositions } from './language/positions.js'
export type { Part, Position, Positions } from './language/positions.js'
export { engines, merge, mergeRecipe, recipeKeys } from './language/merge.js'
export { suggest } from './base/suggest.js'
export { experimentSchema } from './language/validate-schema.generated.js'
