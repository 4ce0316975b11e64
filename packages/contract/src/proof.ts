import { z } from 'zod';

/** Whether a person has work to do. */
export const conversionStatus = z.enum(['converted', 'converted-with-items', 'not-converted']);
export type ConversionStatus = z.infer<typeof conversionStatus>;

/** What was shown of the converted code, weakest first. */
export const proofLevel = z.enum(['none', 'parsed', 'created', 'checked', 'ran', 'equal']);
export type ProofLevel = z.infer<typeof proofLevel>;
export const proof = z.object({
  Level: proofLevel,
  /** Product and version that showed it, for example `PostgreSQL 18.4`. */
  By: z.string().optional(),
  /** The server's words where it refused to go further. */
  Refusal: z.object({ SqlState: z.string(), Message: z.string(), Detail: z.string().optional(), Hint: z.string().optional() }).optional(),
});
export type Proof = z.infer<typeof proof>;

export const severity = z.enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO']);
export type Severity = z.infer<typeof severity>;
export const complexity = z.enum(['Complex', 'Medium', 'Simple', 'Info']);
export type Complexity = z.infer<typeof complexity>;

export const itemCounts = z.object({ Critical: z.int(), High: z.int(), Medium: z.int(), Low: z.int(), Info: z.int() });
export type ItemCounts = z.infer<typeof itemCounts>;

/** One occurrence of an action item, worded. */
export const actionItem = z.object({
  Code: z.int(),
  Severity: severity,
  Complexity: complexity,
  Title: z.string(),
  Message: z.string(),
  RecommendedAction: z.string(),
  /** The source object it is about. */
  ObjectName: z.string().optional(),
  ObjectKind: z.string().optional(),
  /** Path of that object's node in the source tree. */
  Path: z.string().optional(),
  /** Place in the object's definition, counted from 1. */
  Line: z.int().optional(),
  Column: z.int().optional(),
  /** Offsets in the object's definition. */
  Span: z.object({ Start: z.int(), End: z.int() }).optional(),
  /** Line in the uploaded file. */
  FileName: z.string().optional(),
  FileLine: z.int().optional(),
});
export type ActionItem = z.infer<typeof actionItem>;
