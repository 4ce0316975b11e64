export const settingsWords = {
  title: 'Settings',
  description: 'They decide how the source is converted from now on; convert again to apply them to what was converted before.',
  apply: 'Apply',
  applied: 'The conversion settings are applied',
  presets: 'Presets',
  presetsText: 'Where to begin: what Ferry recommends, or what DMS Schema Conversion does when nothing is chosen.',
  recommended: 'Recommended',
  dms: 'DMS Schema Conversion compatible',
  own: 'Your own choice',
  version: 'Conversion version',
  versionHint: 'Converted code keeps to the features of this version of the target.',
  targetVersion: 'Target engine version',
  default: (value: string): string => `Default: ${value}`,
  on: 'on',
  off: 'off',
  what: 'Conversion settings',
} as const;

export const treeViewWords = {
  title: 'Tree view',
  description: 'What the trees of the schema conversion screen leave out, in this browser. What is not shown cannot be ticked.',
  side: { SOURCE: 'Source tree', TARGET: 'Target tree' },
  hideEmpty: 'Hide empty schemas',
  hidden: 'Databases and schemas to hide',
  hiddenHint: 'Separate names with commas; % stands for any letters. Upper and lower case are the same.',
} as const;
