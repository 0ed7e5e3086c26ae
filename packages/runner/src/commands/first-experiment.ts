/** The experiment that `assay init` writes: small, real, and done in about a minute. */

/** Returns its text. */
export function firstExperiment(name: string): string {
  return `# yaml-language-server: $schema=../schemas/experiment.schema.json
version: 1
name: ${name}
question: Does dropout help a small network that reads handwritten digits?
data: {set: mnist, fraction: 0.05, split: {validation: 1000, test: 1000}}
objective: {metric: val_accuracy, goal: maximize, at: best}
model:
  layers:
    - {id: flat, flatten: {}}
    - {id: hidden, dense: {units: $units, activation: relu}}
    - {id: drop, dropout: {rate: $dropout}}
    - {id: head, dense: {units: $classes, activation: softmax}}
hyperparameters: {epochs: 5, batch_size: 64, learning_rate: 0.001, units: 64, dropout: 0.2}
stages:
  baseline: {seeds: 5}
  changes:
    of: baseline # compared with it, seed by seed
    variants:
      no-dropout: {hyperparameters: {dropout: 0}}
      wide: {hyperparameters: {units: 256}}
`
}
