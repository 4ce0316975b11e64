import { z } from 'zod';
import { moment, nextPage, ofProject, paging, selected, total } from './shared';
import { actionItem, complexity, proofLevel, severity } from './proof';

/** Objects by the work they leave to a person; an object takes its heaviest item. */
const buckets = { Total: z.int(), Automatic: z.int(), Simple: z.int(), Medium: z.int(), Complex: z.int() };
export const categorySummary = z.object({
  /** For people: `Tables`, `Procedures`. */
  Category: z.string(),
  Kind: z.string(),
  Group: z.enum(['storage', 'code']),
  ...buckets,
  LinesOfCode: z.int(),
  /** Effort units of all occurrences at these objects, without learning. */
  EffortUnits: z.number().optional(),
});
export const groupSummary = z.object({
  ...buckets,
  /** Objects with status `converted`, and of those the ones that a server accepted (proof `created` or more). */
  Converted: z.int(),
  ConvertedAndProved: z.int(),
});
export type CategorySummary = z.infer<typeof categorySummary>;
export type GroupSummary = z.infer<typeof groupSummary>;

/** Occurrences of one code. */
export const actionItemGroup = z.object({
  Code: z.int(),
  Severity: severity,
  Complexity: complexity,
  Title: z.string(),
  RecommendedAction: z.string(),
  Occurrences: z.int(),
  Objects: z.int(),
  /** Occurrences that are done or accepted. */
  Closed: z.int().optional(),
  /** Effort units: learning once, and all occurrences. */
  Effort: z.object({ Learning: z.number(), Occurrences: z.number() }),
});
export type ActionItemGroup = z.infer<typeof actionItemGroup>;

/** How far people are with an occurrence. `ACCEPTED`: it stays as it is. */
export const workStatus = z.enum(['OPEN', 'IN_PROGRESS', 'DONE', 'ACCEPTED']);
export type WorkStatus = z.infer<typeof workStatus>;

/** An occurrence in the work queue. What people note of it outlives assessing and converting again. */
export const queuedItem = actionItem.extend({
  /** Names it, also after another conversion. */
  ItemKey: z.string(),
  WorkStatus: workStatus,
  /** Who does it, and what they noted; empty when nobody said. */
  Assignee: z.string(),
  Notes: z.string(),
  /** Who changed these last, as they called themselves, and when; missing when nobody has. */
  ChangedBy: z.string().optional(),
  ChangeTime: moment.optional(),
});
export type QueuedItem = z.infer<typeof queuedItem>;

/** Which occurrences of a selection. */
const itemFilter = {
  /** Only occurrences of this code. */
  Code: z.int().optional(),
  Severities: z.array(severity).max(5).optional(),
  Complexities: z.array(complexity).max(4).optional(),
  /** Kinds of objects, in the catalogue's words (`TABLE`). */
  Kinds: z.array(z.string().max(64)).max(50).optional(),
  Text: z.string().max(255).optional(),
  WorkStatuses: z.array(workStatus).max(4).optional(),
  /** An empty name means that nobody is assigned. */
  Assignees: z.array(z.string().max(100)).max(50).optional(),
};

/** The formats of AWS's report: `pdf` for people, `csv` a zip with tables. */
export const assessmentReportTypes = ['pdf', 'csv'] as const;
const exported = z.object({ S3ObjectKey: z.string(), ObjectURL: z.string() });

export const assessmentOperations = {
  /** Writes the report of the nodes of these rules into the object store; both formats when none is named. */
  ExportMetadataModelAssessment: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      /** Without an ending. */
      FileName: z
        .string()
        .max(100)
        .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'a file name holds ASCII letters, digits, dots, hyphens and underscores only')
        .optional(),
      AssessmentReportTypes: z.array(z.enum(assessmentReportTypes)).min(1).max(2).optional(),
      /** Ferry's: the report of the whole source as this run left it, from the run history. */
      RequestIdentifier: z.uuid().optional(),
    }),
    output: z.object({ PdfReport: exported.optional(), CsvReport: exported.optional() }),
  },
  /** Ferry's: the report's Summary for the nodes of these rules, from the same items as the conversion's. */
  DescribeAssessmentSummary: {
    input: z.strictObject({ ...ofProject, ...selected }),
    output: z.object({
      Storage: groupSummary,
      Code: groupSummary,
      Categories: z.array(categorySummary),
      /** Objects (storage and code) by the highest level of proof. */
      ProofLevels: z.array(z.object({ Level: proofLevel, Objects: z.int() })),
      /** Objects that were not assessed or converted yet. */
      NotAssessed: z.int(),
      /** Product and version that proved, when one did. */
      ProvedBy: z.string().optional(),
      /** Statements and clauses of the source, and those converted with no work left. Missing where they were not counted. */
      SyntaxElements: z.object({ Total: z.int(), Automatic: z.int() }).optional(),
      LinesOfCode: z.int(),
      /** What the tables of a live source hold; missing for scripts. */
      TableSizes: z.object({ Tables: z.int(), Rows: z.number(), Kilobytes: z.number(), Largest: z.array(z.object({ Schema: z.string(), Table: z.string(), Rows: z.number(), Kilobytes: z.number() })) }).optional(),
      EffortUnits: z.number(),
      /** Of these the units for learning each code once. */
      LearningUnits: z.number().optional(),
    }),
  },
  /** Ferry's: the report's Action items for the nodes of these rules, most severe first: grouped by code, and occurrence by occurrence. */
  DescribeActionItems: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      ...itemFilter,
      ...paging,
    }),
    output: z.object({
      ...nextPage,
      ...total,
      Groups: z.array(actionItemGroup),
      Items: z.array(queuedItem),
      /** How far people are with all codes, statuses and assignees of the selection that the rest of the filter lets through. */
      Progress: z.object({ Open: z.int(), InProgress: z.int(), Done: z.int(), Accepted: z.int() }),
    }),
  },
  /** Ferry's: who has something to do in this project's work queue. */
  DescribeActionItemAssignees: {
    input: z.strictObject(ofProject),
    output: z.object({ Assignees: z.array(z.string()) }),
  },
  /** Ferry's: notes how far people are with some occurrences, or with all that the filter lets through. What is missing in `Changes` stays. */
  ModifyActionItems: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      /** Only these, in place of the filter. */
      ItemKeys: z.array(z.string().max(1000)).min(1).max(1000).optional(),
      ...itemFilter,
      Changes: z
        .strictObject({ WorkStatus: workStatus.optional(), Assignee: z.string().trim().max(100).optional(), Notes: z.string().max(4000).optional() })
        .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'a status, an assignee or notes are needed'),
      /** Who changes it, for the others. */
      ChangedBy: z.string().trim().max(100).optional(),
    }),
    output: z.object({ Changed: z.int() }),
  },
} as const;
