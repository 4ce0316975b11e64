/** The phases of a deployment in order: `TargetStatement.phase` is one of these numbers, and a section of the script. */
export const phases = {
  extensions: 0,
  schemas: 1,
  collations: 2,
  types: 3,
  sequences: 4,
  /** Helper functions of the converter that tables, checks and views may call. */
  supportFunctions: 5,
  tables: 6,
  /** Primary keys and unique constraints come before views: GROUP BY on a key needs it. */
  keys: 7,
  functions: 8,
  views: 9,
  materializedViews: 10,
  checks: 11,
  foreignKeys: 12,
  indexes: 13,
  procedures: 14,
  triggerFunctions: 15,
  triggers: 16,
  security: 17,
  comments: 18,
  /** What has to run last, such as disabling a trigger. */
  finish: 19,
  /** Rows, in a script of their own. */
  data: 20,
  /** Users and roles belong to the server, not to the database: those who may make them apply them, in scripts of their own. */
  roles: 21,
  privileges: 22,
  servers: 23,
  jobs: 24,
} as const;

export type PhaseName = keyof typeof phases;

/** For people, in the same order. */
export const phaseLabels: { readonly [P in PhaseName]: string } = {
  extensions: 'Extensions',
  schemas: 'Schemas',
  collations: 'Collations',
  types: 'Types and domains',
  sequences: 'Sequences',
  supportFunctions: 'Support functions',
  tables: 'Tables',
  keys: 'Primary keys and unique constraints',
  functions: 'Functions',
  views: 'Views',
  materializedViews: 'Materialized views',
  checks: 'Check constraints',
  foreignKeys: 'Foreign keys',
  indexes: 'Indexes',
  procedures: 'Procedures',
  triggerFunctions: 'Trigger functions',
  triggers: 'Triggers',
  security: 'Security',
  comments: 'Comments',
  finish: 'Finish',
  data: 'Data',
  roles: 'Users and roles',
  privileges: 'Privileges',
  servers: 'Foreign servers',
  jobs: 'Jobs',
};
