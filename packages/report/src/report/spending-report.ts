/** The part of a report about time and money, as plain JSON. */

/** Time and cost of trials. */
export interface Spending {
  readonly trials: number
  readonly trainingSeconds: number
  /** Absent if a job does not record it. */
  readonly billableSeconds?: number
  /** Billable seconds of all instances together, in hours. Absent if a job does not record it. */
  readonly instanceHours?: number
  /** From the first creation to the last end; time in which no tuning job ran is left out. */
  readonly wallSeconds: number
  /** Only if the price of each instance type was given. */
  readonly cost?: Cost
}

/** Money, at prices that were given with the records. */
export interface Cost {
  readonly amount: number
  /** ISO 4217, such as USD. */
  readonly currency: string
}

/** Savings; a negative value was spent. */
export interface Saving {
  readonly trials: number
  readonly wallSeconds: number
  readonly trainingSeconds: number
  readonly billableSeconds?: number
  readonly cost?: Cost
}

/** Savings of early stopping: an estimate, because a stopped trial does not show how long it would have taken. */
export interface EarlyStoppingSaving {
  readonly stoppedEarly: number
  /** The median of completed trials. */
  readonly medianSeconds: number
  readonly medianEpochs?: number
  /** Time of the stopped trials if each had been as long as that median, minus their actual time. */
  readonly seconds: number
  readonly epochs?: number
  /** `seconds` as a share of what all trials would have taken then. */
  readonly share: number
  /** Cost of these seconds. Only if the price of each instance type is known. */
  readonly cost?: Cost
}

/** Cost of the experiment's jobs, at the given prices. */
export interface ReportedCost {
  /** ISO 4217, such as USD. */
  readonly currency: string
  /** Of the jobs of this report that have ended; absent if a price is not known. */
  readonly amount?: number
  /** Of jobs that the file no longer asks for. */
  readonly retired?: number
  /** Of each instance type that jobs ran on. */
  readonly prices: readonly { readonly instanceType: string; readonly perHour: number; readonly source?: string }[]
  /** Instance types that jobs ran on and whose price is not known. */
  readonly unpriced: readonly string[]
}
