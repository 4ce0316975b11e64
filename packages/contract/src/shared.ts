import { z } from 'zod';

/** A resource's name or ARN (AWS: at most 255 characters). */
export const identifier = z.string().min(1).max(255);

/**
 * The name of an instance profile, data provider or migration project. AWS's rule for identifiers: ASCII letters, digits and
 * hyphens, a letter first, no hyphen last, no two hyphens in a row.
 */
export const resourceName = z
  .string()
  .min(1, 'a name is needed')
  .max(255, 'a name has at most 255 characters')
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'a name holds ASCII letters, digits and hyphens only and begins with a letter')
  .refine((name) => !name.endsWith('-') && !name.includes('--'), 'a name does not end with a hyphen and holds no two hyphens in a row');

export const description = z.string().max(255);
/** A moment as ISO 8601 in UTC, as AWS's JSON writes the timestamps of these resources. */
export const moment = z.iso.datetime();

export const tag = z.object({ Key: z.string().max(128), Value: z.string().max(256).optional(), ResourceArn: z.string().optional() });
export const filter = z.object({ Name: z.string(), Values: z.array(z.string()).min(1) });

/** Members of every Describe operation that answers page by page: give back the `Marker` of the last answer for the next page. */
export const paging = { MaxRecords: z.int().min(1).max(1000).optional(), Marker: z.string().max(2048).optional() };
export const filtered = { Filters: z.array(filter).max(20).optional(), ...paging };
export const nextPage = { Marker: z.string().optional() };
/** Ferry's addition to paged answers: how many there are on all pages. */
export const total = { TotalCount: z.int().optional() };

export const origin = z.enum(['SOURCE', 'TARGET']);
export type Origin = z.infer<typeof origin>;

/** Every operation about a project names it; a name or an ARN. */
export const ofProject = { MigrationProjectIdentifier: identifier };
/** Selection rules as JSON text: see `selection-rules.ts`. */
export const selected = { SelectionRules: z.string().min(1).max(1_000_000) };
