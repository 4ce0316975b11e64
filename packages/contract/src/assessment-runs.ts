import { z } from 'zod';
import { categorySummary, groupSummary } from './assessment';
import { complexity, conversionStatus, proofLevel, severity } from './proof';
import { moment, nextPage, ofProject, paging, selected, total } from './shared';

/** Ferry's: an assessment, a conversion or a what-if that came to its end, with what it found. DMS Schema Conversion keeps the last only. */
export const assessmentRun = z.object({
  RequestIdentifier: z.string(),
  Kind: z.enum(['assess', 'convert', 'what-if']),
  FinishTime: moment,
  TargetVersion: z.int().optional(),
  /** Settings that differ from the defaults. */
  Settings: z.record(z.string(), z.union([z.boolean(), z.string()])).optional(),
  TransformationRuleCount: z.int().optional(),
  Storage: groupSummary,
  Code: groupSummary,
  SyntaxElements: z.object({ Total: z.int(), Automatic: z.int() }).optional(),
  NotAssessed: z.int(),
  ActionItems: z.int(),
  EffortUnits: z.number(),
});
export type AssessmentRun = z.infer<typeof assessmentRun>;

export const runChanges = ['worse', 'better', 'other', 'new', 'gone'] as const;
export const runChange = z.enum(runChanges);
export type RunChange = z.infer<typeof runChange>;

const side = z.object({ Status: conversionStatus, Proof: proofLevel, Work: z.enum(['automatic', 'simple', 'medium', 'complex']), Items: z.int() });
const changedObject = z.object({
  Change: runChange,
  Path: z.string(),
  Name: z.string(),
  Kind: z.string(),
  Before: side.optional(),
  After: side.optional(),
  /** Codes of action items that came, and that went. */
  Gained: z.array(z.int()),
  Lost: z.array(z.int()),
});
export type ChangedObject = z.infer<typeof changedObject>;

/** Occurrences of one code in one run, or in two of them. */
const codeCount = z.object({ Code: z.int(), Title: z.string(), Severity: severity, Complexity: complexity, Occurrences: z.int() });
export type RunCode = z.infer<typeof codeCount>;

const runId = z.uuid();

export const assessmentRunOperations = {
  /** Runs of a project, newest first. */
  DescribeAssessmentRuns: {
    input: z.strictObject({ ...ofProject, ...paging }),
    output: z.object({ ...nextPage, Runs: z.array(assessmentRun) }),
  },
  /** One run with its report: categories and action items by code. */
  DescribeAssessmentRun: {
    input: z.strictObject({ ...ofProject, RequestIdentifier: runId }),
    output: z.object({ Run: assessmentRun, Categories: z.array(categorySummary), Codes: z.array(codeCount) }),
  },
  /** What is different between two runs of a project. */
  CompareAssessmentRuns: {
    input: z.strictObject({ ...ofProject, Before: runId, After: runId, Change: runChange.optional(), Text: z.string().max(255).optional(), ...paging }),
    output: z.object({
      ...nextPage,
      ...total,
      Before: assessmentRun,
      After: assessmentRun,
      Counts: z.record(runChange, z.int()),
      Objects: z.array(changedObject),
      Codes: z.array(z.object({ Code: z.int(), Title: z.string(), Severity: severity, Before: z.int(), After: z.int() })),
    }),
  },
  /**
   * Runs an assessment with other settings, another target version or other transformation rules than the project's, and keeps nothing
   * but its run: the trees and the converted code stay as they are.
   */
  StartWhatIf: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      /** JSON, as for ModifyConversionConfiguration. */
      ConversionConfiguration: z.string().min(2).max(131_072).optional(),
      TransformationRules: z.string().max(131_072).optional(),
    }),
    output: z.object({ RequestIdentifier: z.string() }),
  },
} as const;
