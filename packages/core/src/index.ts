export type { Data, Experiment, Json, Scalar } from './experiment.js'
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
} from './training-spec.js'
export { adamwDecay, learningRateTest, trainerChoices, trainerHyperparameters } from './training-spec.js'
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
} from './job-record.js'
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
} from './plan/planned.js'
export { stepName } from './plan/planned.js'
export { tuningRecord } from './tuning-record.js'
export type { Trial, TuningDefinition, TuningRecord } from './tuning-record.js'
export { decodeRanges, encodeRanges } from './plan/parameter-ranges.js'
export { metricDefinitions, metricLine, metricNames, metricRegex, taskMetrics } from './metrics.js'
export type { MetricName } from './metrics.js'
export { decodeHyperparameters, encodeHyperparameters, maximumSpecLength } from './hyperparameters.js'
export type { JobHyperparameters } from './hyperparameters.js'
export { channelsOf, writtenFormat } from './data-channels.js'
export type { ChannelName } from './data-channels.js'
export { decodeTags, encodeTags, experimentTagKey } from './tags.js'
export type { JobTags } from './tags.js'
export type { Architecture, ArgumentRule, Catalogue, Inference, InferredLayer, LayerType } from './catalogue.js'
export type { Layer } from './experiment.js'
export { evaluate, ExpressionError, isExpression, namesIn } from './expression.js'
export type { Scope } from './expression.js'
export { foreignSearches, isForeign } from './plan/foreign-parent.js'
export type { ForeignFile, ForeignSearch, SearchResult } from './plan/foreign-parent.js'
export { foreignDonors } from './plan/donor.js'
export type { DonorVariant, ForeignDonor } from './plan/donor.js'
export { haveSameWeights, matchesNothing, selectLayers, takenLayers } from './select-layers.js'
export type { LayerShape, Taken } from './select-layers.js'
export type { InitSpec } from './training-spec.js'
export type { ModelDescription } from './model-description.js'
export { modelTemplate } from './model-template.js'
export { LayerResolutionError, resolveLayers } from './resolve-layers.js'
export type { Resolution } from './resolve-layers.js'
export { jobRecord } from './job-record.js'
export { trainerVersion } from './trainer-version.js'
export { dataScope, resolveDataNumbers } from './data-numbers.js'
export type { DataNumbers, SeriesNumbers } from './data-numbers.js'
export { counted } from './counted.js'
export { examplesOf, partSizes, SplitError } from './part-sizes.js'
export type { PartSizes, Steps } from './part-sizes.js'
export { dataSources } from './data-source.js'
export type { DataSource, MergedData } from './data-source.js'
export { canonicalJson, digestOf } from './digest.js'
export { defined } from './defined.js'
export { rankTrials } from './rank-trials.js'
export { expand } from './expand.js'
export type { Expansion, Variant } from './expand.js'
export { type Cost, moneyText } from './money.js'
export { possibleRecipes } from './possible-recipes.js'
export { type Bound, jobBound, searchBound, sizeOf, stepBound, stepInstances } from './plan/bounds.js'
export { durationText } from './plan/duration.js'
export type { PlannedBudget } from './plan/planned.js'
export { filePrices, listedPrices, priceOf, type Prices, pricesFrom, priceText, type SaidPrice } from './prices.js'
export { type Spent, spentOf } from './spent.js'
export { milliseconds } from './times.js'
export { plan } from './plan.js'
export type { Planning } from './plan.js'
export { attemptName, parseAttempt } from './plan/names.js'
export { rangeScales } from './plan/range-scales.js'
export type { PlanContext, PlanTarget } from './plan/resolve-variant.js'
export type { Recipe, Stage, Variation } from './experiment.js'
export { parse } from './parse.js'
export type { Parsed, ParseOptions } from './parse.js'
export type { ReadFile } from './extends.js'
export { decodeSource, maximumSourceBytes } from './source.js'
export type { Source } from './source.js'
export { sortDiagnostics } from './diagnostic.js'
export type { Diagnostic, DiagnosticCode } from './diagnostic.js'
export { formatDiagnostics, sentence } from './code-frame.js'
export { createPositions } from './positions.js'
export type { Part, Position, Positions } from './positions.js'
export { engines, merge, mergeRecipe, recipeKeys } from './merge.js'
export { suggest } from './suggest.js'
export { experimentSchema } from './validate-schema.generated.js'
