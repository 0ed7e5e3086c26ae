/** Each search: its progress, cost, parents and confirmed trials. */

import { count, duration, figure, money, signed } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { ConfirmedTrial, SearchAnalysis } from '../../report/search-report.js'
import { groupBy } from '../../statistics/group-by.js'
import { emptyCell, numberCell, refCell } from '../base/cells.js'
import type { Block, Cell, Section } from '../base/blocks.js'
import { progressPicture } from '../pictures/progress-picture.js'
import { verdictCell } from '../base/verdict-cell.js'
import { whereSection } from './where-section.js'

/** Returns a section for each tuning stage, followed by one for the search space of each of its searches. */
export function searchSections(report: Report, decimals: number): Section[] {
  return [...groupBy(report.searches, ({ stage }) => stage)].flatMap(([stage, searches]) => [
    {
      title: `Tuning: ${stage}`,
      blocks: [
        { kind: 'paragraph', text: progressText(searches, report) },
        { kind: 'picture', picture: progressPicture(stage, searches, report) },
        spentTable(searches, report, decimals),
        ...parentsTable(searches, decimals),
        ...confirmedTable(searches, report, decimals),
        { kind: 'notes', items: searches.flatMap(notes) },
      ],
    },
    ...searches.map((search) => whereSection(search, report, decimals)),
  ])
}

function progressText(searches: readonly SearchAnalysis[], { objective }: Report): string {
  const goal = objective.goal === 'maximize' ? 'highest' : 'lowest'
  const continued = searches.some(({ tuningJobs }) => tuningJobs.length > 1)
    ? ' A dashed upright line marks where a child tuning job went on with the search.'
    : ''
  const parents = searches.some(({ parents: all }) => all.length > 0)
    ? ' The dotted level is the best of the parents, whose trials are not counted here.'
    : ''
  return `The ${goal} ${objective.metric} so far (line) and each trial (marks), by trials, by time in which a tuning job ran, and by what the trials took. Only completed trials count as the best, as in SageMaker; marks on the frame’s edge lie outside it or have no value.${continued}${parents}`
}

function spentTable(searches: readonly SearchAnalysis[], { objective }: Report, decimals: number): Block {
  const priced = searches.some(({ spent }) => spent.cost)
  return {
    kind: 'table',
    caption: 'What each search found and took',
    columns: [
      { title: 'Search' },
      { title: 'Strategy' },
      { title: 'Trials' },
      { title: `Best ${objective.metric}`, numeric: true },
      { title: 'In trial', numeric: true },
      { title: 'Wall time', numeric: true },
      { title: 'Training', numeric: true },
      { title: 'Billable', numeric: true },
      { title: 'Instance-hours', numeric: true },
      ...(priced ? [{ title: 'Cost', numeric: true }] : []),
    ],
    rows: searches.map((search) => {
      const { spent, best } = search
      return {
        greyed: search.trials.length === 0,
        cells: [
          refCell(search.ref),
          { text: `${search.strategy}, ${search.maximumParallel} at a time` },
          { text: trialWords(search), sort: search.trials.length },
          numberCell(best?.objective, (value) => figure(value, decimals)),
          numberCell(best?.number, String),
          numberCell(spent.wallSeconds, seconds),
          numberCell(spent.trainingSeconds, seconds),
          numberCell(spent.billableSeconds, seconds),
          numberCell(spent.instanceHours, (value) => figure(value, 3)),
          ...(priced ? [spent.cost ? { text: money(spent.cost), sort: spent.cost.amount } : emptyCell] : []),
        ],
      }
    }),
  }
}

function seconds(value: number): string {
  return duration(Math.round(value))
}

/** `12 of 20 (9 completed, 2 stopped early, 1 failed)`. */
export function trialWords({ counts, stoppedEarly, trials, maximumTrials, status }: SearchAnalysis): string {
  const stopped = counts.stopped - stoppedEarly
  const parts = [
    counts.completed && `${counts.completed} completed`,
    stoppedEarly && `${stoppedEarly} stopped early`,
    stopped && `${stopped} stopped`,
    counts.failed && `${counts.failed} failed`,
    counts.running && `${counts.running} running`,
  ].filter(Boolean)
  if (trials.length === 0) return status === 'pending' ? `none of ${maximumTrials} yet` : 'none'
  return `${trials.length} of ${maximumTrials} (${parts.join(', ')})`
}

function parentsTable(searches: readonly SearchAnalysis[], decimals: number): Block[] {
  const rows = searches.flatMap(({ ref, parents, warmStart }) => parents.map((parent) => ({ ref, parent, warmStart })))
  if (rows.length === 0) return []
  return [
    {
      kind: 'paragraph',
      text: 'The search inherits the trials of these parents: it knows them, but they do not count as its own.',
    },
    {
      kind: 'table',
      caption: 'Parents of each search',
      columns: [
        { title: 'Child' },
        { title: 'Parent' },
        { title: 'Tuning job' },
        { title: 'Warm start' },
        { title: 'Trials', numeric: true },
        { title: 'Best', numeric: true },
        { title: 'Wall time', numeric: true },
        { title: 'Billable', numeric: true },
      ],
      rows: rows.map(({ ref, parent, warmStart }) => ({
        greyed: !parent.known,
        cells: [
          refCell(ref),
          parent.ref === undefined ? { text: 'outside this file', tone: 'muted' as const } : refCell(parent.ref),
          { text: parent.tuningJob, code: true },
          warmStart === undefined ? emptyCell : { text: warmStart },
          parent.known ? numberCell(parent.trials, String) : { text: 'not known' },
          numberCell(parent.best, (value) => figure(value, decimals)),
          parent.known ? numberCell(parent.spent.wallSeconds, seconds) : emptyCell,
          parent.known ? numberCell(parent.spent.billableSeconds, seconds) : emptyCell,
        ],
      })),
    },
  ]
}

function confirmedTable(searches: readonly SearchAnalysis[], { objective }: Report, decimals: number): Block[] {
  const rows = searches.flatMap(({ confirmation }) => confirmation.rows)
  const hasDefinitions = rows.some(({ definition }) => definition !== undefined)
  const of = searches.find(({ confirmation }) => confirmation.of !== undefined)?.confirmation.of
  if (rows.length === 0) return []
  return [
    {
      kind: 'paragraph',
      text: `Did tuning help? The best trials trained again on fresh seeds${of === undefined ? '' : `, paired with ${of} on the same ones`}. The tuning score is one seed’s and picked for being good; optimism is how much better it was than the mean of the fresh seeds, and one seed’s spread is how far a further seed would lie from that mean by chance (95 %, Student’s prediction interval).`,
    },
    {
      kind: 'table',
      caption: 'Confirmed trials',
      columns: [
        { title: 'Confirmed' },
        { title: 'Trial', numeric: true },
        ...(hasDefinitions ? [{ title: 'Definition' }] : []),
        { title: 'Tuning score', numeric: true },
        { title: `Confirmed ${objective.metric}`, numeric: true },
        { title: 'Seeds', numeric: true },
        { title: 'Optimism', numeric: true },
        { title: 'One seed’s spread', numeric: true },
        ...(of === undefined
          ? []
          : [{ title: `Over ${of}`, numeric: true }, { title: '95 % interval', numeric: true }, { title: 'Verdict' }]),
      ],
      rows: rows.map((row) => ({
        greyed: row.confirmed === undefined,
        cells: confirmedCells(row, { of, hasDefinitions, decimals }),
      })),
    },
  ]
}

interface ConfirmedColumns {
  readonly of: string | undefined
  readonly hasDefinitions: boolean
  readonly decimals: number
}

function confirmedCells(row: ConfirmedTrial, { of, hasDefinitions, decimals }: ConfirmedColumns): Cell[] {
  const value = (number: number): string => figure(number, decimals)
  const change = (number: number): string => signed(number, decimals)
  const { improvementInterval: interval } = row
  return [
    refCell(row.ref),
    numberCell(row.trial, String),
    ...(hasDefinitions ? [{ text: row.definition ?? '' }] : []),
    numberCell(row.tuningScore, value),
    numberCell(row.confirmed, value),
    numberCell(row.seeds, String),
    numberCell(row.optimism, change),
    numberCell(row.optimismOfOneSeed?.high, (spread) => `±${value(spread)}`),
    ...(of === undefined
      ? []
      : [
          numberCell(row.improvement, change),
          interval ? { text: `${change(interval.low)} … ${change(interval.high)}`, sort: interval.low } : emptyCell,
          verdictCell(row),
        ]),
  ]
}

function notes({ ref, confirmation, saved, tuningJobs, trials }: SearchAnalysis): string[] {
  return [
    ...confirmation.notes.map((note) => `${ref}: ${note}`),
    ...(saved
      ? [
          `${ref}: early stopping ended ${count(saved.stoppedEarly, 'trial')}; had each gone on for the median of completed trials (${seconds(saved.medianSeconds)}${saved.medianEpochs === undefined ? '' : `, ${count(saved.medianEpochs, 'epoch')}`}), that would have been ${seconds(saved.seconds)}${saved.cost ? ` and ${money(saved.cost)}` : ''} more. An estimate: no stopped trial has shown how long it would have taken, or how good it would have become.`,
        ]
      : []),
    ...tuningJobs.flatMap(({ name, status, reason }) =>
      status === 'failed' || reason !== undefined
        ? [`${ref}: ${name} ended as ${status}: ${reason ?? 'no reason was given'}`]
        : [],
    ),
    ...trialFailures({ ref, trials }),
  ]
}

/** Returns each reason why trials failed, with their numbers. */
export function trialFailures({ ref, trials }: Pick<SearchAnalysis, 'ref' | 'trials'>): string[] {
  const reasons = new Set(trials.flatMap(({ status, reason }) => (status === 'failed' && reason ? [reason] : [])))
  const byReason = groupBy(trials, ({ reason }) => reason)
  return [...reasons].map((reason) => {
    const numbers = (byReason.get(reason) ?? []).map(({ number }) => number)
    return `${ref}: ${count(numbers.length, 'trial')} failed (${numbers.join(', ')}): ${reason}`
  })
}
