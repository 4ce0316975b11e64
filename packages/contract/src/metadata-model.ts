import { z } from 'zod';
import { nextPage, ofProject, origin, paging, selected, total } from './shared';
import { actionItem, conversionStatus, itemCounts, proof, proofLevel } from './proof';
import { nodeApplyStatus, targetCodeState } from './target-code';

/** Ferry's: what a node stands for. `category` groups; `object` has SQL; `part` belongs to an object (column, key, index). */
export const nodeType = z.enum(['root', 'server', 'databases', 'database', 'schemas', 'schema', 'category', 'object', 'part']);
export type NodeType = z.infer<typeof nodeType>;

/** AWS's reference to a node of a tree, with what Ferry adds for showing it. */
export const metadataModelReference = z.object({
  MetadataModelName: z.string(),
  /** One explicit rule that picks this node. */
  SelectionRules: z.string(),
  /** Ferry's: see `selection-rules.ts`. */
  Path: z.string().optional(),
  ParentPath: z.string().optional(),
  NodeType: nodeType.optional(),
  /** Kind of object in the catalogue's words (`TABLE`, `PROCEDURE`) or the target's (`DOMAIN`). */
  Kind: z.string().optional(),
  ChildrenCount: z.int().optional(),
  /** Objects (not parts) in the subtree, and how many of them are converted. */
  ObjectCount: z.int().optional(),
  ConvertedCount: z.int().optional(),
  /** Of an object or part that was converted. */
  Status: conversionStatus.optional(),
  Proof: proof.optional(),
  /** Action items in the subtree, by severity; missing when there are none. */
  ItemCounts: itemCounts.optional(),
  /** Of a target object: its text is a hand edit. */
  Edited: z.boolean().optional(),
  /** Of a target object or part: what the target has of it; missing where it never was applied. */
  ApplyStatus: nodeApplyStatus.optional(),
  /** Target objects and parts in the subtree that the target has as they are here, that failed or were kept, and that are edited. */
  AppliedCount: z.int().optional(),
  ApplyFailedCount: z.int().optional(),
  EditedCount: z.int().optional(),
});
export type MetadataModelReference = z.infer<typeof metadataModelReference>;

export const textSpan = z.object({ Start: z.int(), End: z.int() });
/** Ferry's: a piece of the source text and the piece of the target text that it became, in UTF-16 offsets of the two definitions. */
export const codeLink = z.object({ Source: textSpan, Target: textSpan });
export type CodeLink = z.infer<typeof codeLink>;

export const columnRow = z.object({ Name: z.string(), Type: z.string(), Nullable: z.boolean().optional(), Default: z.string().optional(), Notes: z.string().optional() });

export const parameterRow = z.object({ Name: z.string(), Type: z.string(), Direction: z.enum(['IN', 'OUT', 'RETURN']), Default: z.string().optional() });

/** Ferry's: where `SearchMetadataModel` looks. */
export const searchedPlace = z.enum(['name', 'code', 'item']);
export type SearchedPlace = z.infer<typeof searchedPlace>;

/** Ferry's: how one object uses another, in the source dialect's words: `reads`, `writes`, `calls` ... */
export const objectRelation = z.object({ From: z.string(), To: z.string(), Kinds: z.array(z.string()) });
export type ObjectRelation = z.infer<typeof objectRelation>;

/** Ferry's: one object in the picture of a schema. */
export const mapEntry = z.object({
  Path: z.string(),
  Name: z.string(),
  SchemaName: z.string(),
  Category: z.string(),
  Objects: z.int(),
  LinesOfCode: z.int(),
  Converted: z.int(),
  ConvertedWithItems: z.int(),
  NotConverted: z.int(),
});
export type MapEntry = z.infer<typeof mapEntry>;

export const metadataModelOperations = {
  DescribeMetadataModel: {
    input: z.strictObject({
      ...ofProject,
      ...selected,
      Origin: origin,
      /** Ferry's: without the links (`DescribeCodeLinks` has them), and without the converted code of a source object that a target node has. */
      Brief: z.boolean().optional(),
    }),
    output: z.object({
      MetadataModelName: z.string(),
      MetadataModelType: z.string(),
      TargetMetadataModels: z.array(metadataModelReference),
      Definition: z.string().optional(),
      /** Ferry's: the node itself, as in the tree. */
      Node: metadataModelReference.optional(),
      /** Ferry's: on the target side, the source nodes it came from. */
      SourceMetadataModels: z.array(metadataModelReference).optional(),
      /** Ferry's, for a source object: the converted code, the links to it and its items. Lines count in `Definition`. */
      TargetDefinition: z.string().optional(),
      Links: z.array(codeLink).optional(),
      Items: z.array(actionItem).optional(),
      /** Ferry's, for a target object: state of its code, edits and applying. */
      TargetCode: targetCodeState.optional(),
      /** Ferry's: the other tabs. */
      Properties: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
      Columns: z.array(columnRow).optional(),
      Parameters: z.array(parameterRow).optional(),
      /** Ferry's: where the definition stands in what was uploaded. */
      SourceFile: z.object({ Name: z.string(), Line: z.int() }).optional(),
    }),
  },
  /** Ferry's: what became what, for a node's `Definition`. */
  DescribeCodeLinks: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin }),
    output: z.object({ Links: z.array(codeLink) }),
  },
  DescribeMetadataModelChildren: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin, ...paging }),
    output: z.object({ ...nextPage, ...total, MetadataModelChildren: z.array(metadataModelReference) }),
  },
  GetTargetSelectionRules: {
    input: z.strictObject({ ...ofProject, ...selected }),
    output: z.object({ TargetSelectionRules: z.string() }),
  },
  /** Ferry's: nodes of a tree whose name holds the text, by path; for "find" above a tree. */
  SearchMetadataModel: {
    input: z.strictObject({
      ...ofProject,
      Origin: origin,
      Text: z.string().max(255).optional(),
      /** Where the text is looked for; in names when missing. */
      TextIn: z.array(searchedPlace).min(1).max(3).optional(),
      Kinds: z.array(z.string().max(64)).max(50).optional(),
      /** Only objects with this status. */
      Statuses: z.array(conversionStatus).max(3).optional(),
      /** Only objects with action items. */
      WithItems: z.boolean().optional(),
      /** Only objects whose proof is one of these; those that were never converted have none. */
      ProofLevels: z.array(proofLevel).max(6).optional(),
      /** Of the TARGET tree: only hand edits; only what the target has in one of these ways. */
      Edited: z.boolean().optional(),
      ApplyStatuses: z.array(nodeApplyStatus).max(6).optional(),
      ...paging,
    }),
    output: z.object({
      ...nextPage,
      ...total,
      MetadataModels: z.array(metadataModelReference),
      /** Where the text stands in the code of an object of this page; for a target object in its whole code. */
      CodeMatches: z.array(z.object({ Path: z.string(), Line: z.int(), Excerpt: z.string() })).optional(),
    }),
  },
  /**
   * Ferry's: the objects that the object of this rule uses and is used by, and further ones up to `Depth`. In the TARGET tree the
   * relations are those of the source objects that the target's came from.
   */
  DescribeRelatedObjects: {
    input: z.strictObject({ ...ofProject, ...selected, Origin: origin, Depth: z.int().min(1).max(4).optional() }),
    output: z.object({
      /** The object itself and every object of a relation. */
      Objects: z.array(metadataModelReference),
      /** By the paths of `Objects`. */
      Relations: z.array(objectRelation),
      /** There are more than are listed. */
      More: z.boolean(),
    }),
  },
  /** Ferry's: what a picture of the source shows: its objects by state and size, or its categories where there are too many objects. */
  DescribeSchemaMap: {
    input: z.strictObject({ ...ofProject, ...selected }),
    output: z.object({ Entries: z.array(mapEntry), /** Whether an entry is one object. */ Single: z.boolean() }),
  },
} as const;
