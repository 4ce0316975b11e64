import { z } from 'zod';
import { identifier } from './shared';

export const prerequisiteAreas = ['installation', 'source', 'network', 'credentials', 'storage', 'roles'] as const;
export const prerequisiteArea = z.enum(prerequisiteAreas);
export type PrerequisiteArea = z.infer<typeof prerequisiteArea>;
export const prerequisiteStatus = z.enum(['met', 'not-met', 'limited', 'not-needed']);
export type PrerequisiteStatus = z.infer<typeof prerequisiteStatus>;

export const prerequisite = z.object({
  Area: prerequisiteArea,
  /** For people: what is demanded. */
  Name: z.string(),
  Status: prerequisiteStatus,
  Message: z.string(),
  Cure: z.string().optional(),
  /** The resource where it is mended. */
  Resource: z.object({ Type: z.enum(['data-provider', 'migration-project', 'instance-profile']), Name: z.string() }).optional(),
});
export type Prerequisite = z.infer<typeof prerequisite>;

export const prerequisiteOperations = {
  /** Ferry's: what a project (or, without one, the installation) needs, tried as it is now: servers are connected to, artifacts are written. */
  DescribePrerequisites: {
    input: z.strictObject({ MigrationProjectIdentifier: identifier.optional() }),
    output: z.object({ Prerequisites: z.array(prerequisite) }),
  },
} as const;
