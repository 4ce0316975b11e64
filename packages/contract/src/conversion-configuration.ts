import { z } from 'zod';
import { ofProject } from './shared';

/** Ferry's: one choice of the Settings page. */
export const settingDefinition = z.object({
  Key: z.string(),
  /** DMS Schema Conversion's key for the same choice. */
  DmsKey: z.string().optional(),
  /** The section of the configuration that holds it. */
  Section: z.string(),
  Group: z.string(),
  Label: z.string(),
  Description: z.string(),
  /** Choices of a closed list; missing for a text or a yes/no. */
  Choices: z.array(z.string()).optional(),
  Type: z.enum(['boolean', 'text', 'choice']),
  Default: z.union([z.boolean(), z.string()]),
  /** What DMS Schema Conversion does when nothing is chosen. */
  DmsDefault: z.union([z.boolean(), z.string()]).optional(),
  Value: z.union([z.boolean(), z.string()]),
  /** Why the choice changes nothing; its key is kept so that a configuration of DMS Schema Conversion can be brought along. */
  WithoutEffect: z.string().optional(),
});
export type SettingDefinition = z.infer<typeof settingDefinition>;

export const conversionConfigurationOperations = {
  DescribeConversionConfiguration: {
    input: z.strictObject(ofProject),
    output: z.object({
      MigrationProjectIdentifier: z.string(),
      /** JSON: sections with settings, as DMS Schema Conversion writes it. */
      ConversionConfiguration: z.string(),
      /** Ferry's: the same, with what each means. */
      Settings: z.array(settingDefinition).optional(),
    }),
  },
  ModifyConversionConfiguration: {
    /** The given sections are merged into the configuration. */
    input: z.strictObject({ ...ofProject, ConversionConfiguration: z.string().min(2).max(131_072) }),
    output: z.object({ MigrationProjectIdentifier: z.string() }),
  },
} as const;
