// Who may import whom. The table is the architecture: a room that is not listed may import nothing and be imported by
// nobody. docs/architecture.md says why; an import against the table is an error of `npm run check`.

/** Every room may import these rooms. Entries with a path allow only that door (`registry/facts`). */
const table = {
  // layer 0
  kernel: [],
  // layer 1
  catalog: ['kernel'],
  contract: ['kernel', 'catalog'],
  intake: ['kernel'],
  'embedded-postgresql': ['kernel'],
  // layer 2
  conversion: ['catalog', 'kernel'],
  // layer 3
  store: ['kernel', 'catalog', 'conversion'],
  jobs: ['kernel', 'catalog', 'conversion'],
  cloud: ['kernel', 'catalog', 'conversion'],
  reports: ['kernel', 'catalog', 'conversion'],
  // layer 4
  registry: ['source-*', 'target-*', '*-to-*', 'conversion', 'catalog', 'kernel'],
  operations: ['contract', 'store', 'jobs', 'cloud', 'reports', 'registry', 'intake', 'conversion', 'catalog', 'kernel'],
  // layer 5
  console: ['contract', 'registry/facts', 'kernel'],
  worker: ['*'],
  cli: ['*'],
  // for development only
  testkit: ['kernel', 'catalog', 'conversion'],
  lint: [],
  e2e: ['kernel', 'contract', 'embedded-postgresql', 'testkit'],
};

/** Rooms that apps with `*` still may not reach: they are apps, or for development only. */
const never = ['console', 'worker', 'cli', 'lint', 'e2e', 'testkit'];

/** What tests may use besides what their room may. */
const forTests = ['testkit', 'embedded-postgresql', 'registry', 'kernel', 'catalog', 'conversion', 'intake'];

/** Files of the console that run on the server only; they alone reach the operations. */
export const isConsoleServerFile = (file) => /^apps\/console\/src\/(server\/|app\/.*\/route\.ts$|.*\.server\.tsx?$|proxy\.ts$|middleware\.ts$|instrumentation\.ts$)/.test(file);

const matches = (pattern, name) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);

/** The room of a file, given relative to the root with forward slashes: `packages/kernel/src/span.ts` -> `kernel`. */
export function roomOf(file) {
  return /^(?:packages|apps)\/([^/]+)\//.exec(file)?.[1] ?? /^(e2e|prisma|scripts)\//.exec(file)?.[1];
}

/** What the table says for a room; pairs and dialects are known by the form of their name. */
export function allowedFor(room) {
  if (table[room]) return table[room];
  const pair = /^(.+)-to-(.+)$/.exec(room);
  if (pair) return ['conversion', `source-${pair[1]}`, `target-${pair[2]}`, 'catalog', 'kernel'];
  if (/^(source|target)-/.test(room)) return ['conversion', 'catalog', 'kernel'];
  return [];
}

/** Why a file may not import one of our packages, or undefined when it may. */
export function layerViolation(file, specifier) {
  const [, target, door] = /^@ferry\/([^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const room = roomOf(file);
  if (target === undefined || room === undefined || room === target) return undefined;
  const allowed = [...allowedFor(room)];
  if (isTest(file) && room !== 'console') allowed.push(...forTests);
  if (room === 'console' && isConsoleServerFile(file)) allowed.push('operations');
  const wanted = door === undefined ? target : `${target}/${door}`;
  const fits = allowed.some((entry) => {
    if (entry === '*') return !never.includes(target);
    if (entry.includes('/')) return entry === wanted;
    return matches(entry, target);
  });
  if (fits) return undefined;
  const may = allowedFor(room).join(', ') || 'nothing of ours';
  return `${room} may import ${may}; not @ferry/${wanted}. See packages/lint/src/layers.mjs.`;
}

export const isTest = (file) => /\/(test|fixtures|test-support)\//.test(file) || /\.test\.tsx?$/.test(file);

/** Packages from npm that only some places may import. */
const doors = [
  {
    packages: /^(@prisma\/|prisma$|prisma\/)/,
    places: /^(packages\/store\/|prisma\/|prisma\.config\.ts$)/,
    reason: 'only the store knows Prisma: use a repository of @ferry/store',
  },
  {
    packages: /^pg$|^pg\//,
    places: /^(packages\/(embedded-postgresql|store|jobs|testkit)\/|packages\/target-postgresql\/src\/(verify|driver|apply)\/|apps\/cli\/src\/launch\/)/,
    tests: true,
    reason: 'only a driver talks to a database',
  },
  {
    packages: /^(mssql|tedious|oracledb|mysql2)($|\/)/,
    places: /^packages\/(source|target)-[^/]+\/src\/driver\//,
    reason: 'only the folder driver/ of a dialect talks to its database',
  },
  { packages: /^pg-boss($|\/)/, places: /^packages\/jobs\//, reason: 'only jobs knows the queue' },
  { packages: /^@aws-sdk\//, places: /^(packages\/cloud\/|e2e\/)/, tests: true, reason: 'only cloud knows AWS' },
  { packages: /^next($|\/)|^react(-dom)?($|\/)|^@cloudscape-design\//, places: /^apps\/console\//, reason: 'only the console draws' },
  { packages: /^libpg-query$/, places: /^packages\/target-postgresql\//, tests: true, reason: 'only the target reads its SQL' },
];

/** Why a file may not import this package from npm, or undefined when it may. */
export function doorViolation(file, specifier) {
  const door = doors.find(({ packages }) => packages.test(specifier));
  if (!door || door.places.test(file) || (door.tests && isTest(file))) return undefined;
  return `${specifier} may not be imported here: ${door.reason}.`;
}
