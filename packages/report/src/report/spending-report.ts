/** The part of a report about time and money, as plain JSON. */

/** What trials took. */
export interface Spending {
  readonly trials: number
  readonly trainingSeconds: number
  /** Absent where a job does not say. */
  readonly billableSeconds?: number
  /** Billable seconds of all instances together, in hours. Absent where a job does not say. */
  readonly instanceHours?: number
  /** From the first creation to the last end; time in which no tuning job ran is left out. */
  readonly wallSeconds: number
  /** Only where the price of each instance type was given. */
  readonly cost?: Cost
}

/** Money, at prices that were given with the records. */
export interface Cost {
  readonly amount: number
  /** ISO 4217, such as USD. */
  readonly currency: string
}

/** What was saved; below 0 it was spent. */
export interface Saving {
  readonly trials: number
  readonly wallSeconds: number
  readonly trainingSeconds: number
  readonly billableSeconds?: number
  readonly cost?: Cost
}

/** What early stopping saved: an estimate, for no stopped trial has shown how long it would have taken. */
export interface EarlyStoppingSaving {
  readonly stoppedEarly: number
  /** The median of completed trials. */
  readonly medianSeconds: number
  readonly medianEpochs?: number
  /** What the stopped trials would have taken had each been as long as that median, less what they took. */
  readonly seconds: number
  readonly epochs?: number
  /** `seconds` as a share of what all trials would have taken then. */
  readonly share: number
  /** What these seconds would have cost. Only where the price of each instance type is known. */
  readonly cost?: Cost
}

/** What the experiment's jobs have cost, at prices that somebody has said. */
export interface ReportedCost {
  /** ISO 4217, such as USD. */
  readonly currency: string
  /** Of the jobs of this report that have ended; absent where a price is not known. */
  readonly amount?: number
  /** Of jobs that the file no longer asks for. */
  readonly retired?: number
  /** Of each instance type that jobs ran on. */
  readonly prices: readonly { readonly instanceType: string; readonly perHour: number; readonly source?: string }[]
  /** Instance types that jobs ran on and whose price is not known. */
  readonly unpriced: readonly string[]
}
