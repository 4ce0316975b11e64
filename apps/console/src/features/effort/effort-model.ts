/** Effort in units: learning once for each code, and all occurrences. */
export interface Effort {
  readonly learning: number;
  readonly occurrences: number;
}

/** Leading shares of AWS's scenarios, in percent; 100 is the upper bound. */
export const leadingShares = [10, 30, 50, 100] as const;
export type LeadingShare = (typeof leadingShares)[number];

/**
 * AWS's model for planning (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_SchemaConversion.html, assessment reports): a leading
 * share of the occurrences at full effort, the rest at half of it, learning added once.
 */
export const estimate = ({ learning, occurrences }: Effort, share: LeadingShare): number => learning + occurrences * (share / 100 + (1 - share / 100) / 2);

export const hoursOf = (units: number, minutesPerUnit: number): number => (units * minutesPerUnit) / 60;
export const numberText = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
