import type { SearchedPlace } from '@ferry/contract';
import { proofLabels } from './schema-conversion';

/** Words of finding objects in the trees. */
export const findingWords = {
  findIn: 'Find in',
  names: 'Names',
  namesAndCode: 'Names and code',
  items: 'Action items',
  everywhere: 'Everywhere',
  line: (line: number, text: string): string => `line ${line.toLocaleString('en-US')}: ${text}`,
  found: (count: number): string => `${count.toLocaleString('en-US')} found`,
  status: 'By status',
  proof: 'By proof',
  target: 'On the target',
  converted: 'Converted',
  proofIs: (level: keyof typeof proofLabels): string => `Proof: ${proofLabels[level]}`,
} as const;

export const searchScopes: readonly { readonly value: string; readonly label: string; readonly places: readonly SearchedPlace[] }[] = [
  { value: 'names', label: findingWords.names, places: ['name'] },
  { value: 'code', label: findingWords.namesAndCode, places: ['name', 'code'] },
  { value: 'items', label: findingWords.items, places: ['item'] },
  { value: 'everywhere', label: findingWords.everywhere, places: ['name', 'code', 'item'] },
];

/** Words of choosing objects by patterns. */
export const patternWords = {
  action: 'Choose by pattern',
  title: 'Choose objects by pattern',
  text: 'Objects that an include pattern names are chosen, unless a later exclude pattern names them. % stands for any letters, _ for one.',
  include: 'Include',
  exclude: 'Exclude',
  what: 'What',
  schema: 'Schema',
  category: 'Category',
  anyCategory: 'All categories',
  object: 'Object name',
  add: 'Add pattern',
  remove: 'Remove',
  count: (count: number): string => (count === 1 ? '1 object is chosen.' : `${count.toLocaleString('en-US')} objects are chosen.`),
  looking: 'Looking what they choose',
  assess: 'Assess',
  convert: 'Convert',
  save: 'Save as SQL',
  then: 'Then',
  subject: 'the chosen objects',
  view: 'Rules as',
  patterns: 'Patterns',
  json: 'JSON',
  jsonHint: 'Selection rules as in AWS DMS Schema Conversion: {"rules": [...]}.',
  notJson: 'This is not JSON.',
  import: 'Import',
  export: 'Export',
  firstInclude: 'The first pattern includes: there is nothing to exclude from before it.',
} as const;

/** Words of related objects and of pictures. */
export const relationWords = {
  tab: 'Related objects',
  uses: 'Uses',
  usedBy: 'Used by',
  list: 'List',
  graph: 'Graph',
  shown: 'Show as',
  depth: 'Depth',
  depthOf: (depth: number): string => (depth === 1 ? '1 step' : `${depth} steps`),
  object: 'Object',
  type: 'Type',
  how: 'How',
  status: 'Status',
  none: 'No related objects',
  noneText: 'Nothing that was read uses this object, and it uses nothing.',
  noObject: 'Choose an object to see what it uses and who uses it.',
  more: 'Only the nearest objects are shown.',
  graphLabel: (name: string, count: number): string => `Dependency graph of ${name}, ${count} objects. The list shows the same.`,
  parameters: 'Parameters',
  parameter: 'Parameter',
  direction: 'Direction',
  directions: { IN: 'Input', OUT: 'Input and output', RETURN: 'Returned' },
  default: 'Default',
  returned: '(returned value)',
  noParameters: 'This routine has no parameters.',
} as const;
