import { z } from 'zod';
import { groupSummary } from './assessment';
import { identifier, moment } from './shared';

/** Ferry's: one project in a report over several (the columns of AWS SCT's multiserver report, and what Ferry adds). */
export const assessedProject = z.object({
  MigrationProjectName: z.string(),
  MigrationProjectArn: z.string(),
  Server: z.string(),
  Databases: z.array(z.string()),
  Schemas: z.int(),
  SourceEngine: z.string(),
  TargetEngine: z.string(),
  TargetVersion: z.int(),
  /** Of the last run; missing where nothing was assessed yet. */
  AssessedTime: moment.optional(),
  Storage: groupSummary,
  Code: groupSummary,
  SyntaxElements: z.object({ Total: z.int(), Automatic: z.int() }).optional(),
  ActionItems: z.int(),
  NotAssessed: z.int(),
  EffortUnits: z.number(),
  /** Effort of the codes, each learned once: shared between projects when they are worked on together. */
  LearningUnits: z.number(),
  /** From 1 (nothing to do) to 10 (most objects need complex actions), as AWS SCT has it. */
  Complexity: z.int().min(1).max(10),
});
export type AssessedProject = z.infer<typeof assessedProject>;

export const aggregatedAssessmentOperations = {
  DescribeAggregatedAssessment: {
    /** All projects when none is named. */
    input: z.strictObject({ MigrationProjectIdentifiers: z.array(identifier).max(1000).optional() }),
    output: z.object({
      Projects: z.array(assessedProject),
      /** Learning of each code counted once over all of the projects. */
      EffortUnits: z.number(),
    }),
  },
} as const;
