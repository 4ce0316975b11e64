import { z } from 'zod';
import { moment, nextPage, ofProject, origin, paging, selected, total } from './shared';
import { proof } from './proof';
import { existingObjects } from './requests';

/** Longest SQL of one object, in characters. */
export const longestCode = 2_000_000;

/** What a server says about code, with the place in the text that was sent: line and column count from 1. */
export const codeMessage = z.object({
  Severity: z.enum(['error', 'warning', 'info']),
  Message: z.string(),
  Detail: z.string().optional(),
  Hint: z.string().optional(),
  SqlState: z.string().optional(),
  Line: z.int().optional(),
  Column: z.int().optional(),
  /** Offset in UTF-16 code units. */
  Offset: z.int().optional(),
  /** Another object that this change breaks: its name, and the path of its node in the target tree. */
  ObjectName: z.string().optional(),
  Path: z.string().optional(),
});
export type CodeMessage = z.infer<typeof codeMessage>;

/** What became of one object when changes were applied. `kept`: it was left as it is in the target, and the message says why. */
export const applyStatus = z.enum(['applied', 'unchanged', 'failed', 'kept']);
/** The same for a node of the target tree: what the target has of it. `changed`: applied once, and the code has changed since. */
export const nodeApplyStatus = z.enum(['not-applied', 'applied', 'changed', 'failed', 'kept', 'extra']);
export type ApplyStatus = z.infer<typeof applyStatus>;
export type NodeApplyStatus = z.infer<typeof nodeApplyStatus>;

/** What a dry run says of a part of the code. */
export const plannedAction = z.enum(['create', 'replace', 'recreate', 'keep']);
export type PlannedActionName = z.infer<typeof plannedAction>;

export const applyResult = z.object({
  Status: applyStatus,
  /** For `failed` and `kept`: PostgreSQL's words, or Ferry's reason. */
  Message: z.string().optional(),
  Detail: z.string().optional(),
  Hint: z.string().optional(),
  SqlState: z.string().optional(),
  /** Place in the text that was applied, from 1. */
  Line: z.int().optional(),
  Column: z.int().optional(),
  Time: moment,
  RequestIdentifier: z.string().optional(),
});
export type ApplyResult = z.infer<typeof applyResult>;

/** One row of a list of results: the object in the target's words, and its node. */
export const appliedObject = applyResult.extend({
  ObjectName: z.string(),
  Kind: z.string(),
  SchemaName: z.string().optional(),
  /** The table that a constraint, index or trigger belongs to. */
  ParentName: z.string().optional(),
  /** Path of its node in the target tree; missing for support code. */
  Path: z.string().optional(),
  /** The text that was applied, for `failed` and `kept`: `Line` counts in it. */
  Definition: z.string().optional(),
});
export type AppliedObject = z.infer<typeof appliedObject>;

/** The state of the code of one target object: what an editor must know. */
export const targetCodeState = z.object({
  /** False for parts that are edited with their table, and for schemas: `EditPath` is the node to edit then. */
  Editable: z.boolean(),
  EditPath: z.string().optional(),
  /** Stands for exactly the text that was read; `SaveTargetCode` takes it back to see whether somebody was quicker. */
  Revision: z.string(),
  /** Whether the text is a hand edit, not the converter's. */
  Edited: z.boolean(),
  /** Counts what was saved and restored, from 1; 0 when nobody ever edited it. */
  Version: z.int(),
  EditTime: moment.optional(),
  /** The converter's text has changed since the edit was made: compare them. */
  BaseChanged: z.boolean().optional(),
  /** The edit with what the converter changed since, where `BaseChanged`; conflicts stand in it between marks. */
  Merge: z.object({ Definition: z.string(), Conflicts: z.int() }).optional(),
  /** The converter's text, when the object is edited. */
  ConvertedDefinition: z.string().optional(),
  /** What was shown of the edited text. */
  Proof: proof.optional(),
  /** What the target has of it, and how it went the last time. */
  ApplyStatus: nodeApplyStatus.optional(),
  LastApply: applyResult.optional(),
});
export type TargetCodeState = z.infer<typeof targetCodeState>;

const checked = { Proof: proof, Messages: z.array(codeMessage) };
const definition = z.string().min(1).max(longestCode);

export const targetCodeOperations = {
  /** Ferry's: tries a text for one target node on the sandbox server, inside the whole converted database. Nothing is kept. */
  CheckTargetCode: {
    input: z.strictObject({ ...ofProject, ...selected, Definition: definition }),
    output: z.object(checked),
  },
  /**
   * Ferry's: keeps a text in place of the converter's. `Revision` is that of the text the editor began with; when somebody saved, or
   * a conversion changed the text, meanwhile, the call is refused with `InvalidResourceStateFault`. The text is checked as by
   * CheckTargetCode and kept whatever the server says of it, but not when it cannot be parsed (`ValidationException`).
   * `SavedBy` is who saves it, as they call themselves.
   */
  SaveTargetCode: {
    input: z.strictObject({ ...ofProject, ...selected, Definition: definition, Revision: z.string().max(200), SavedBy: z.string().trim().max(100).optional() }),
    output: z.object({ ...checked, Version: z.int(), Revision: z.string(), EditTime: moment }),
  },
  /** Ferry's: puts the converter's text back, for all edited objects of the selection (TARGET tree). */
  RestoreConvertedCode: {
    input: z.strictObject({ ...ofProject, ...selected }),
    output: z.object({ Restored: z.int() }),
  },
  /** Ferry's: what was kept of one target object, newest first. */
  DescribeTargetCodeVersions: {
    input: z.strictObject({ ...ofProject, ...selected, ...paging }),
    output: z.object({
      ...nextPage,
      Versions: z.array(
        z.object({
          Version: z.int(),
          Time: moment,
          /** `edited`: a person's text; `merged`: an edit with what a later conversion changed; `restored`: the converter's text was put back; `overwritten`: by a conversion that was allowed to. */
          Kind: z.enum(['edited', 'merged', 'restored', 'overwritten']),
          /** The text of this version; of `restored` and `overwritten` the hand edit that they replaced. */
          Definition: z.string(),
          /** Who saved it, as they called themselves; missing when nobody said. */
          SavedBy: z.string().optional(),
        }),
      ),
    }),
  },
  /** Ferry's: what a selection holds, for dialogs that ask before they act. Counts target objects, also for a SOURCE selection. */
  DescribeSelection: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin }),
    output: z.object({
      /** Objects of the selected tree (not parts), and how many are converted. */
      Objects: z.int(),
      Converted: z.int(),
      /** Target objects with a hand edit, the first of their names, and of how many the converter's text changed since. */
      Edited: z.int(),
      EditedNames: z.array(z.string()),
      EditedBaseChanged: z.int(),
      /** Target objects that the target has as they are here; that it has not (or in an older form); that failed the last time. */
      Applied: z.int(),
      Unapplied: z.int(),
      Failed: z.int(),
    }),
  },
  /** Ferry's: a dry run of StartMetadataModelExportToTarget. Looks at the target, and changes nothing. */
  DescribeApplyPlan: {
    input: z.strictObject({ ...ofProject, ...selected, OverwriteExtensionPack: z.boolean().optional(), ExistingObjects: existingObjects.optional() }),
    output: z.object({
      /** Product and version. */
      Server: z.string(),
      /** Parts of the code by what would be done with them: created, replaced in place, dropped and created again, left (there already), kept for a reason. */
      Counts: z.object({ Create: z.int(), Replace: z.int(), Recreate: z.int(), None: z.int(), Keep: z.int() }),
      /** What would change or be kept, in the order of applying; at most 1,000. */
      Steps: z.array(z.object({ Action: plannedAction, Kind: z.string(), Schema: z.string(), Parent: z.string().optional(), Name: z.string(), Message: z.string().optional(), Hint: z.string().optional() })),
      /** What the code needs and the server does not have. */
      Lacks: z.array(z.object({ What: z.string(), Message: z.string(), Cure: z.string(), NeededBy: z.array(z.string()), NeededByCount: z.int() })),
    }),
  },
  /** Ferry's: what became of every object the last time changes were applied, failures first; of one request when it is named. */
  DescribeApplyResults: {
    input: z.strictObject({ ...ofProject, SelectionRules: selected.SelectionRules.optional(), RequestIdentifier: z.uuid().optional(), Statuses: z.array(applyStatus).max(4).optional(), ...paging }),
    output: z.object({
      ...nextPage,
      ...total,
      Counts: z.object({ Applied: z.int(), Unchanged: z.int(), Failed: z.int(), Kept: z.int() }),
      Results: z.array(appliedObject),
    }),
  },
} as const;
