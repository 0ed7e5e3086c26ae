/** The program `assay`: arguments in, an exit code out. Declares all commands; a command's code loads when it runs. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'

import { readSettings, type TargetFlags } from './process/arguments.js'
import type { Surroundings } from './commands/command.js'
import type { DescribeFlags, PullFlags } from './commands/data.js'
import type { DoctorFlags } from './commands/doctor.js'
import type { EmulatorFlags } from './commands/emulator.js'
import type { ExportFlags } from './commands/export.js'
import type { FindLrFlags } from './commands/find-lr.js'
import type { PlanFlags } from './commands/plan.js'
import type { ReportFlags } from './commands/report.js'
import type { RunFlags } from './commands/run.js'
import type { StatusFlags } from './commands/status.js'
import type { ExitCode } from './base/failure.js'
import { fail, leave, terminal } from './process/own-process.js'
import { version } from './base/version.js'

let exitCode: ExitCode = 0

/** Runs a command whose code is loaded only now. */
function command<Flags extends object = object>(
  work: (flags: Flags, surroundings: Surroundings, ...names: string[]) => Promise<ExitCode>,
): (this: Command, ...given: unknown[]) => Promise<void> {
  return async function (...given) {
    const names = given.slice(0, -2).flat() as string[]
    const flags = this.optsWithGlobals<Flags & TargetFlags>()
    const settings = readSettings(flags, process.env, process.cwd())
    exitCode = await work(flags, { settings, terminal }, ...names)
  }
}

const program = new Command('assay')
  .description('Runs machine-learning experiments on Amazon SageMaker, or on this machine, from YAML files.')
  .version(version)
  .showSuggestionAfterError()
  .exitOverride()

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Adds a verb with the flags of targets. */
function verb(usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--target <target>', 'where jobs run: local or aws (default: ASSAY_TARGET, else local)')
    .option('--backend <backend>', 'what jobs run on: auto, wasm or tensorflow (default: ASSAY_BACKEND, else auto)')
    .option('--role <arn>', 'on AWS: the execution role (ASSAY_ROLE)')
    .option('--image <uri>', 'on AWS: the trainer image (ASSAY_IMAGE)')
    .option('--bucket <name>', 'on AWS: the bucket for data and results (ASSAY_BUCKET)')
    .option('--region <name>', 'on AWS: the region (AWS_REGION)')
    .option('--price <type=amount>', 'what an hour of an instance costs; may be repeated', collect)
}

const setFlag = ['--set <name=value>', 'replaces a hyperparameter of the file; may be repeated'] as const

program
  .command('init [name]')
  .description('writes a first experiment that runs')
  .action(command(async (_, around, name = 'first') => (await import('./commands/init.js')).init(name, around)))

program
  .command('validate <file...>')
  .description('finds every mistake that can be found without a service')
  .action(command(async (_, around, ...files) => (await import('./commands/validate.js')).validate(files, around)))

verb('plan <file> [ref...]', 'shows what a run would create and what exists already')
  .option(...setFlag, collect, [])
  .option('-v, --verbose', 'also the columns of tables, the layers of each model and every request')
  .option('--json', 'the plan as JSON')
  .option('--check', 'exits 1 if anything is missing, has failed or waits for results')
  .option('--retry', 'as a run plans that also repeats jobs that failed or were stopped')
  .action(
    command<PlanFlags>(async (flags, around, file = '', ...refs) =>
      (await import('./commands/plan.js')).plan(file, refs, flags, around),
    ),
  )

verb('run <file> [ref...]', 'trains what is missing and reports on all of it')
  .option(...setFlag, collect, [])
  .option('--detach', 'creates the jobs and leaves')
  .option('--retry', 'also repeats jobs that failed or were stopped')
  .option('--json', 'one event a line, as JSON')
  .option('--out <folder>', 'where the report goes (default: .assay/reports/<experiment>)')
  .action(
    command<RunFlags>(async (flags, around, file = '', ...refs) =>
      (await import('./commands/run.js')).run(file, refs, flags, around),
    ),
  )

verb('find-lr <file> [ref]', 'tests learning rates for a variant in one short job, and suggests one')
  .option(...setFlag, collect, [])
  .option('--min <rate>', 'the rate to start at (default: 1e-6)')
  .option('--max <rate>', 'the rate to end at (default: 1)')
  .option('--seed <n>', 'the seed to train with (default: the first of the variant)')
  .option('--retry', 'repeats a test that failed or was stopped')
  .option('--json', 'the curve and the suggestion as JSON')
  .action(
    command<FindLrFlags>(async (flags, around, file = '', ref) =>
      (await import('./commands/find-lr.js')).findLr(file, ref, flags, around),
    ),
  )

verb('status <file>', 'shows where the jobs stand')
  .option('--follow', 'waits until all that run have ended')
  .option('--json', 'one job a line, as JSON')
  .action(
    command<StatusFlags>(async (flags, around, file = '') =>
      (await import('./commands/status.js')).status(file, flags, around),
    ),
  )

verb('stop <file> [ref...]', 'asks jobs to stop').action(
  command(async (_, around, file = '', ...refs) => (await import('./commands/stop.js')).stop(file, refs, around)),
)

verb(
  'logs <file> <ref>',
  'prints what a job printed; REF is a variant with its seed, a trial, find-lr/VARIANT, or a job’s name',
)
  .option('--follow', 'continues until the job has ended')
  .action(
    command<{ follow?: boolean }>(async (flags, around, file = '', ref = '') =>
      (await import('./commands/logs.js')).logs(file, ref, flags, around),
    ),
  )

verb('report <file>', 'makes the report again, from what SageMaker knows; starts nothing')
  .option(...setFlag, collect, [])
  .option('--out <folder>', 'where the report goes (default: .assay/reports/<experiment>)')
  .action(
    command<ReportFlags>(async (flags, around, file = '') =>
      (await import('./commands/report.js')).report(file, flags, around),
    ),
  )

verb('export <format> <job-or-file> [ref]', 'writes a trained model for other programs; the format is keras')
  .option('--out <folder>', 'where the file goes (default: this folder)')
  .option('--inference', 'for predictions: without layers that only act in training, such as dropout and augmentation')
  .action(
    command<ExportFlags>(async (flags, around, format = '', ...names) =>
      (await import('./commands/export.js')).exportModel(format, names, flags, around),
    ),
  )

const data = program.command('data').description('data sets that have a name')
data
  .command('list')
  .description('shows every set, and where it is')
  .action(command(async (_, around) => (await import('./commands/data.js')).listData(around)))
data
  .command('pull <name>')
  .description('gets a set into the cache (ASSAY_CACHE, else ~/.cache/assay)')
  .option(
    '--from <path>',
    'registers files of your own under the name: a folder, a table, or an archive (.tar, .tar.gz)',
  )
  .option('--predict <column>', 'with --from: the target, where records cannot be read without one')
  .action(
    command<PullFlags>(async (flags, around, name = '') =>
      (await import('./commands/data.js')).pullData(name, flags, around),
    ),
  )
data
  .command('path <name>')
  .description('prints where a set is')
  .action(command(async (_, around, name = '') => (await import('./commands/data.js')).pathOfData(name, around)))
data
  .command('describe <set>')
  .description('shows what a set or a path holds: of a table, each column and its type')
  .option('--predict <column>', 'the target: shows how the table would be read for it')
  .addOption(new Option('--target <column>').hideHelp().argParser(refuseTarget))
  .option('--json', 'as JSON')
  .action(
    command<DescribeFlags>(async (flags, around, set = '') =>
      (await import('./commands/data.js')).describeData(set, flags, around),
    ),
  )

program
  .command('emulator')
  .description('serves SageMaker on this machine for any client, in the foreground')
  .option('--port <number>', 'the port (default: any free one)', readPort)
  .option('--folder <path>', 'the folder that holds .assay (default: this one)')
  .action(
    command<EmulatorFlags>(async (flags, around) => (await import('./commands/emulator.js')).emulator(flags, around)),
  )

program
  .command('doctor')
  .description('tells what works on this machine, what does not, and what to do about it')
  .option('--backend <backend>', 'what jobs are to run on (default: ASSAY_BACKEND, else auto)')
  .option('--json', 'as JSON')
  .action(command<DoctorFlags>(async (flags, around) => (await import('./commands/doctor.js')).doctor(flags, around)))

for (const name of ['diff', 'why', 'image', 'deploy', 'undeploy', 'invoke', 'import']) {
  program
    .command(`${name} [arguments...]`, { hidden: true })
    .allowUnknownOption()
    .action(() => {
      terminal.note(`not-available-yet  "assay ${name}" is not available yet.`)
      exitCode = 2
    })
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new InvalidArgumentError('Expected a port, 0 to 65535.')
}

/** In a file "target" is a column; as a flag it is the place where jobs run. */
function refuseTarget(column: string): never {
  throw new InvalidArgumentError(
    `This flag says where jobs run, local or aws; use "--predict ${column}" for the column to predict.`,
  )
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 2
  else exitCode = await fail(error)
}
leave(exitCode)
