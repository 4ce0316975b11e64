export const homeWords = {
  title: 'Ferry',
  tagline: 'Convert your database schema, and see it proved',
  text: 'Assess a database, convert its schema and code to another engine, try every object on a real server, and apply the result. On your own machine, with nothing to set up.',
  startTitle: 'Start',
  startText: 'Upload the DDL scripts of your database, or look round first with a sample: a bicycle retailer with tables, views, procedures and triggers.',
  sample: 'Explore with the sample',
  sampleMaking: 'Preparing the sample',
  sampleReopened: 'The sample is open, as you left it.',
  sampleFailed: 'The sample could not be opened',
  howTitle: 'How it works',
  steps: [
    { title: '1. Describe source and target', text: 'A data provider names an engine and where the database is: DDL scripts, an embedded database, or a server. A migration project joins two of them.' },
    { title: '2. Assess', text: 'The report tells what is converted automatically, what leaves work and how much, down to the line of code.' },
    { title: '3. Convert and prove', text: 'Every converted object is created and checked on a real server. You compare both sides, and edit what needs it.' },
    { title: '4. Apply', text: 'Apply the result to the target in the order of its dependencies, or save it as SQL scripts.' },
  ],
} as const;
