import { z } from 'zod';
import { filtered, moment, nextPage, ofProject, origin, selected } from './shared';

/** AWS's words for the state of a long operation. */
export const requestStatuses = ['RECEIVED', 'IN_PROGRESS', 'SUCCESS', 'FAILED', 'CANCELING', 'CANCELED'] as const;
export const requestStatus = z.enum(requestStatuses);
export type RequestStatus = z.infer<typeof requestStatus>;
/** Statuses that do not change any more. */
export const isFinished = (status: RequestStatus): boolean => status === 'SUCCESS' || status === 'FAILED' || status === 'CANCELED';

export const progressSteps = ['IN_PROGRESS', 'LOADING_METADATA', 'COUNTING_OBJECTS', 'ANALYZING', 'CONVERTING', 'APPLYING', 'FINISHED'] as const;

/** Ferry's: what a request does. */
export const requestKinds = ['import', 'assess', 'convert', 'what-if', 'export-script', 'export-to-target', 'extension-pack', 'create', 'remove'] as const;
export const requestKind = z.enum(requestKinds);
export type RequestKind = z.infer<typeof requestKind>;

export const schemaConversionRequest = z.object({
  Status: requestStatus,
  RequestIdentifier: z.string(),
  MigrationProjectArn: z.string(),
  Error: z.object({ defaultErrorDetails: z.object({ Message: z.string() }) }).optional(),
  ExportSqlDetails: z.object({ S3ObjectKey: z.string(), ObjectURL: z.string() }).optional(),
  Progress: z
    .object({
      ProgressPercent: z.number(),
      TotalObjects: z.int(),
      ProgressStep: z.enum(progressSteps),
      ProcessedObject: z.object({ Name: z.string(), Type: z.string().optional(), EndpointType: origin.optional() }).optional(),
      /** Ferry's: objects that are done. */
      DoneObjects: z.int().optional(),
      /** Ferry's: the step in words, for people. */
      StepLabel: z.string().optional(),
    })
    .optional(),
  /** Ferry's, of `export-to-target` and `extension-pack`: what became of the objects so far; see DescribeApplyResults. */
  ApplyCounts: z.object({ Applied: z.int(), Unchanged: z.int(), Failed: z.int(), Kept: z.int() }).optional(),
  /** Ferry's, of `import`: how many places of the scripts could not be read, and the first of them in words: file, line, column, reason. */
  Unread: z.object({ Places: z.int(), First: z.string() }).optional(),
  /** Ferry's: what it does and when. */
  Kind: requestKind.optional(),
  Origin: origin.optional(),
  SelectionRules: z.string().optional(),
  CreationTime: moment.optional(),
  StartTime: moment.optional(),
  FinishTime: moment.optional(),
});
export type SchemaConversionRequest = z.infer<typeof schemaConversionRequest>;

/** Longest named statement, in characters. */
const longestStatement = 1_000_000;
/** A name that SQL Server would take in brackets. */
const statementName = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(128, 'a name has at most 128 characters')
  .regex(/^[^\p{Cc}\p{Cs}/\\]+$/u, 'a name holds no control characters and no slashes');

const started = z.object({ RequestIdentifier: z.string() });
const listInput = z.strictObject({ ...ofProject, ...filtered });
const listOutput = z.object({ ...nextPage, Requests: z.array(schemaConversionRequest) });
const list = { input: listInput, output: listOutput };

/** Ferry's: what is done with an object that applying made before: it is replaced where it has changed, or all are dropped and created again. */
export const existingObjects = z.enum(['CREATE_OR_REPLACE', 'DROP_AND_CREATE']);
export type ExistingObjects = z.infer<typeof existingObjects>;

export const requestOperations = {
  StartMetadataModelImport: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin, Refresh: z.boolean().optional() }),
    output: started,
  },
  DescribeMetadataModelImports: list,
  StartMetadataModelAssessment: { input: z.strictObject({ ...ofProject, ...selected }), output: started },
  DescribeMetadataModelAssessments: list,
  StartMetadataModelConversion: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      /** Ferry's: hand edits of the selection are replaced by the converter's text; otherwise they stay. */
      OverwriteEdits: z.boolean().optional(),
    }),
    output: started,
  },
  DescribeMetadataModelConversions: list,
  CancelMetadataModelConversion: {
    input: z.strictObject({ ...ofProject, RequestIdentifier: z.uuid() }),
    output: z.object({ Request: schemaConversionRequest }),
  },
  /**
   * Keeps a statement under a name, under Statements of the schema that the one explicit rule is in or names. Ferry keeps it as a
   * procedure of that name: it is assessed, converted, proved, exported and applied as one.
   */
  StartMetadataModelCreation: {
    input: z.strictObject({ ...ofProject, ...selected, MetadataModelName: statementName, Properties: z.strictObject({ StatementProperties: z.strictObject({ Definition: z.string().min(1).max(longestStatement) }) }) }),
    output: started,
  },
  DescribeMetadataModelCreations: list,
  CancelMetadataModelCreation: {
    input: z.strictObject({ ...ofProject, RequestIdentifier: z.uuid() }),
    output: z.object({ Request: schemaConversionRequest }),
  },
  /** Ferry's: takes a named statement away again, with what it was converted to; the target keeps what was applied. */
  StartStatementDeletion: { input: z.strictObject({ ...ofProject, ...selected }), output: started },
  StartMetadataModelExportAsScript: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin, FileName: z.string().min(1).max(200).optional() }),
    output: started,
  },
  DescribeMetadataModelExportsAsScript: list,
  /** "Apply changes": the rules select in the TARGET tree. */
  StartMetadataModelExportToTarget: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      /** Support code that is there in another form is replaced. */
      OverwriteExtensionPack: z.boolean().optional(),
      /** Everything in one transaction: when one object fails, none is applied. */
      OneTransaction: z.boolean().optional(),
      /** `CREATE_OR_REPLACE` when missing. Tables with rows stay either way. */
      ExistingObjects: existingObjects.optional(),
    }),
    output: started,
  },
  DescribeMetadataModelExportsToTarget: list,
  /** Puts the support code that the converted objects need into the target, also over an older form of it. */
  StartExtensionPackAssociation: { input: z.strictObject(ofProject), output: started },
  DescribeExtensionPackAssociations: list,
  /** Ferry's: requests of all kinds, newest first. Filters: `request-id`, `status`, `kind`. */
  DescribeRequests: list,
  /** Ferry's: cancels a request of any kind. */
  CancelRequest: {
    input: z.strictObject({ ...ofProject, RequestIdentifier: z.uuid() }),
    output: z.object({ Request: schemaConversionRequest }),
  },
} as const;
