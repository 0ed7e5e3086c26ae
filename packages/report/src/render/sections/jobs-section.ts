/** The run, its machines, and every job. */

import { priceWords } from '../../answer/cost-sentences.js'
import { count, duration, figure } from '../../answer/figures.js'
import type { JobRow, Report, ReportedEnvironment } from '../../report/report.js'
import { emptyCell, numberCell, refCell } from '../base/cells.js'
import type { Row, Section } from '../base/blocks.js'

/** Returns the facts of the run: file, target, machines. */
export function runSection({ experiment, objective, environments, cost }: Report): Section {
  const facts: (readonly [string, string])[] = [
    ...(experiment.file === undefined ? [] : [['Experiment file', experiment.file] as const]),
    ['Experiment digest', experiment.digest],
    ...(experiment.commit === undefined ? [] : [['Git commit', experiment.commit] as const]),
    ['Target', experiment.target],
    ['Objective', `${objective.goal} ${objective.metric} at ${objective.at} epoch`],
    ['Smallest effect of interest', objective.minEffect === 0 ? 'none' : String(objective.minEffect)],
    ...(experiment.setOverrides.length === 0
      ? []
      : [['Overrides (--set)', experiment.setOverrides.join(', ')] as const]),
    ...environments.flatMap((each, index) => environmentFacts(each, experiment.target, index, environments.length)),
    ...(cost && cost.prices.length > 0 ? [['Prices', priceWords(cost)] as const] : []),
  ]
  return {
    title: 'Run and environment',
    blocks: [
      {
        kind: 'table',
        caption: 'How the experiment was run',
        columns: [{ title: 'What' }, { title: 'Value' }],
        rows: facts.map(([name, value]) => ({ cells: [{ text: name }, { text: value }] })),
      },
    ],
  }
}

/** A local run has no instance type, only the one that the file asked for: it is left out. */
function environmentFacts(
  environment: ReportedEnvironment,
  target: string,
  index: number,
  total: number,
): (readonly [string, string])[] {
  const { backend, trainerVersion, node, packages, platform, cpu, instanceType, jobs } = environment
  const which = total === 1 ? '' : ` ${index + 1}`
  return [
    [
      `Machine${which} (${count(jobs, 'job')})`,
      [target !== 'local' && instanceType, cpu, platform].filter(Boolean).join(', '),
    ],
    [
      `Software${which}`,
      [
        `backend ${backend}`,
        `trainer ${trainerVersion}`,
        `Node ${node}`,
        ...Object.entries(packages).map((entry) => entry.join(' ')),
      ].join(', '),
    ],
  ]
}

/** Returns every job of the plan, folded. */
export function jobsSection({ jobs, objective }: Report, decimals: number): Section {
  return {
    title: `Jobs (${jobs.length})`,
    folded: true,
    blocks: [
      {
        kind: 'table',
        caption: 'Every job that the plan needs',
        columns: [
          { title: 'Job' },
          { title: 'Variants or trial' },
          { title: 'Seed', numeric: true },
          { title: 'Status' },
          { title: objective.metric, numeric: true },
          { title: 'Epoch kept', numeric: true },
          { title: 'Training', numeric: true },
          { title: 'Billable', numeric: true },
        ],
        rows: jobs.map((job) => jobTableRow(job, decimals)),
      },
    ],
  }
}

function jobTableRow(job: JobRow, decimals: number): Row {
  return {
    greyed: job.status === 'pending',
    cells: [
      { text: job.name, code: true },
      { text: job.trial ? `${job.trial.search}, trial ${job.trial.number}` : job.variants.join(', ') },
      { text: String(job.seed), sort: job.seed },
      {
        text: statusWords(job),
        ...(job.status === 'failed' && { tone: 'worse' as const }),
      },
      numberCell(job.objective, (value) => figure(value, decimals)),
      numberCell(job.selectedEpoch, String),
      numberCell(job.trainingSeconds, duration),
      numberCell(job.billableSeconds, duration),
    ],
  }
}

function statusWords({ status, reason, trial }: JobRow): string {
  const word = trial?.stoppedEarly ? 'stopped early' : status
  return reason === undefined ? word : `${word}: ${reason}`
}

/** Returns the results that the file no longer asks for, if there are any. */
export function retiredSection({ retired, retiredSearches, objective }: Report, decimals: number): Section[] {
  if (retired.length + retiredSearches.length === 0) return []
  return [
    {
      title: `No longer in the plan (${retired.length + retiredSearches.length})`,
      folded: true,
      blocks: [
        {
          kind: 'paragraph',
          text: 'Jobs of this experiment that the file no longer asks for. They are never ranked or compared.',
        },
        {
          kind: 'table',
          caption: 'Jobs that the plan no longer needs',
          columns: [
            { title: 'Job' },
            { title: 'Was' },
            { title: 'Seed', numeric: true },
            { title: 'Status' },
            { title: objective.metric, numeric: true },
          ],
          rows: retired.map(({ name, variant, seed, status, objective: value }) => ({
            greyed: true,
            cells: [
              { text: name, code: true },
              variant === undefined ? emptyCell : { text: variant },
              numberCell(seed, String),
              { text: status },
              numberCell(value, (found) => figure(found, decimals)),
            ],
          })),
        },
        {
          kind: 'table',
          caption: 'Searches that the plan no longer needs',
          columns: [
            { title: 'Tuning job' },
            { title: 'Was' },
            { title: 'Status' },
            { title: 'Trials', numeric: true },
            { title: 'Best tuning score', numeric: true },
          ],
          rows: retiredSearches.map(({ name, ref, status, trials, best }) => ({
            greyed: true,
            cells: [
              { text: name, code: true },
              ref === undefined ? emptyCell : refCell(ref),
              { text: status },
              { text: String(trials), sort: trials },
              numberCell(best, (found) => figure(found, decimals)),
            ],
          })),
        },
      ],
    },
  ]
}
