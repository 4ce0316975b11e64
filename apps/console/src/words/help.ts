/** What the help panel says: of a whole page, or of one field. */
export interface HelpTopic {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly steps?: readonly string[];
  /** Terms and what they mean. */
  readonly terms?: readonly (readonly [string, string])[];
}

const overview: HelpTopic = {
  title: 'Schema conversion',
  paragraphs: ['Ferry converts the schema and the code of a database to another engine, and proves the result on a real server.'],
  steps: [
    'Create a migration project from DDL scripts of your source database, or choose Explore with the sample.',
    'Launch schema conversion and wait until the source has been read.',
    'Tick the objects to convert, then choose Actions, Convert.',
    'Read the Summary and the Action items, compare Source SQL with Target SQL, and edit what needs it.',
    'Choose Actions, Apply changes on the target, or Save as SQL to download the result.',
  ],
};

const proof: HelpTopic = {
  title: 'Status and proof',
  paragraphs: ['The status tells whether action items of medium severity or above leave work for a person. The proof tells, apart from that, what was shown on which server.'],
  terms: [
    ['none', 'Nothing was shown yet.'],
    ['parsed', 'The target’s own grammar accepts the code.'],
    ['created', 'A real server created the object, in the order of dependencies.'],
    ['checked', 'A deeper check of the code found no fault.'],
    ['ran', 'The code was executed.'],
    ['equal', 'It gave the same results as the source.'],
  ],
};

export const helpTopics = {
  overview,
  proof,
  configuration: {
    title: 'Configuration',
    paragraphs: ['A data provider describes one database: its engine and where it is. It can be used in many migration projects. Credentials are never part of it: they are given in the migration project.'],
  },
  virtual: {
    title: 'Virtual mode',
    paragraphs: [
      'With virtual mode on, schema conversion needs no connection. A source is read from DDL scripts; the converted code of a target is saved as SQL.',
      'You can turn virtual mode off later, when a target database is there: close schema conversion in the projects that use the provider, modify the provider, then give the project its credentials. It cannot be turned on again.',
    ],
  },
  network: {
    title: 'Network type',
    paragraphs: ['IPv4 reaches servers by IPv4 addresses only. Dual-stack mode reaches them by IPv4 and IPv6.', 'A self-hosted Ferry reaches servers over the network of its machine; VPC, subnet group and security groups are kept for installations in AWS.'],
  },
  artifacts: {
    title: 'Storage for artifacts',
    paragraphs: ['Assessment reports and saved SQL are stored here. The instance profile gives the default, and a migration project may choose another place.', 'An S3 URI has the form s3://bucket/folder. A folder must be inside those that FERRY_ARTIFACTS_FOLDERS allows.'],
  },
  credentials: {
    title: 'Credentials',
    paragraphs: ['A secret holds a user name and a password. It is encrypted with a key that only this server has, and the password is never shown again. Virtual and embedded providers need none.'],
  },
  rules: {
    title: 'Transformation rules',
    paragraphs: ['Rules rename objects and change data types while they are converted. They are applied in their order; when two of the same kind meet on one object, the last wins. At most 512 rules.'],
  },
} as const satisfies Readonly<Record<string, HelpTopic>>;

export type HelpTopicId = keyof typeof helpTopics;

export const helpWords = { info: 'Info', about: (what: string): string => `Info about ${what}` } as const;
