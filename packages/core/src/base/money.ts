/** Amounts of money as the experiment file writes them: `40 USD`. */

/** An amount in a currency. */
export interface Cost {
  readonly amount: number
  /** ISO 4217, such as USD. */
  readonly currency: string
}

/** Returns the amount that `40 USD` says. The text has been validated. */
export function readMoney(text: string): Cost {
  const [amount = '', currency = ''] = text.split(' ')
  return { amount: Number(amount), currency }
}

/** Returns an amount with its currency, in cents, or finer if it is small. */
export function moneyText({ amount, currency }: Cost): string {
  const small = Math.abs(amount) < 0.995 && amount !== 0
  return `${(small ? Number(amount.toPrecision(2)) : Number(amount.toFixed(2))).toLocaleString('en-US', {
    minimumFractionDigits: small ? 0 : 2,
    maximumFractionDigits: 6,
  })} ${currency}`
}
