import type { Gathering, InputText } from './input';

/** A project file of SQL Server Data Tools, decoded. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

export const isProjectName = (path: string): boolean => path.toLowerCase().endsWith('.sqlproj');

/** At most so many patterns with wildcards of one project are looked at. */
const mostPatterns = 100;
/** Missing files that are named one by one. */
const missingShown = 20;

const withoutComments = (text: string): string =>
  text
    .split('<!--')
    .map((piece, i) => (i === 0 ? piece : piece.includes('-->') ? piece.slice(piece.indexOf('-->') + 3) : ''))
    .join('');

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

/** Text in MSBuild files: XML entities, `%20` for what MSBuild reserves. */
const plainText = (value: string): string =>
  value.replace(/&(?:amp|lt|gt|quot|apos);/g, (e) => entities[e] ?? e).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A path in MSBuild files, with `/`. */
const plain = (value: string): string => plainText(value).replaceAll('\\', '/');

/** A path inside the input, `.` and `..` worked off, in lower case: MSBuild does not tell case apart. */
function resolved(folder: string, path: string): string {
  const out: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return out.join('/').toLowerCase();
}

interface Matcher {
  readonly literals: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
}

const matches = ({ literals, patterns }: Matcher, path: string): boolean => literals.has(path) || patterns.some((p) => p.test(path));

/** At most four wildcards: more would let a hostile file take long to match. */
const pattern = (path: string): RegExp | undefined =>
  path.split('*').length > 8
    ? undefined
    : new RegExp(`^${path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\/|\*+|\?/g, (mark) => (mark === '**/' ? '(?:.*/)?' : mark === '?' ? '[^/]' : '[^/]*'))}$`);

function matcher(folder: string, values: readonly string[]): Matcher {
  const paths = values.map((value) => resolved(folder, plain(value.trim())));
  const wild = paths.filter((p) => /[*?]/.test(p)).slice(0, mostPatterns);
  return { literals: new Set(paths.filter((p) => !/[*?]/.test(p))), patterns: wild.flatMap((p) => pattern(p) ?? []) };
}

interface Project {
  readonly path: string;
  readonly folder: string;
  readonly build: Matcher;
  readonly left: Matcher;
  /** SDK projects build every script of their folder that is not taken out. */
  readonly all: boolean;
}

/**
 * The build list of a project (https://learn.microsoft.com/sql/tools/sql-database-projects/concepts/convert-original-sql-project).
 * @returns undefined when it has none
 */
function readProject({ path, text }: ProjectFile): Project | undefined {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const xml = withoutComments(text);
  const build: string[] = [];
  const left: string[] = [];
  for (const [, item, attributes] of xml.matchAll(/<(Build|PreDeploy|PostDeploy|None)\s([^<>]{0,4000})>/g)) {
    for (const [, verb, value] of (attributes ?? '').matchAll(/\b(Include|Remove)\s*=\s*"([^"]*)"/g)) (item === 'Build' && verb === 'Include' ? build : left).push(...(value ?? '').split(';').filter((v) => v.trim() !== ''));
  }
  const all = /<Project\s[^<>]*\bSdk\s*=|<Sdk\s/.test(xml) && !/<EnableDefaultSqlItems>\s*false/i.test(xml);
  return build.length === 0 && !all ? undefined : { path, folder, build: matcher(folder, build), left: matcher(folder, left), all };
}

/** `<SqlCmdVariable Include="Name"><DefaultValue>value</DefaultValue>`: the values that a project gives to the variables of its scripts. */
function variablesOf(text: string): [string, string][] {
  const found: [string, string][] = [];
  for (const piece of withoutComments(text).split('<SqlCmdVariable').slice(1)) {
    const name = /^\s[^<>]{0,400}?\bInclude\s*=\s*"([^"]{1,200})"/.exec(piece)?.[1];
    const value = /<DefaultValue>([^<]{0,2000})<\/DefaultValue>/.exec(piece.slice(0, 4000))?.[1];
    if (name !== undefined && value !== undefined && !value.startsWith('$(')) found.push([plainText(name), plainText(value)]);
  }
  return found;
}

/** What the projects around a script say of it: before its scripts are visited, the projects must be known. */
export interface ProjectView {
  readonly built: (path: string) => boolean;
  readonly variables: (path: string) => Readonly<Record<string, string>>;
}

export function viewProjects(files: readonly ProjectFile[]): ProjectView {
  const projects = files.flatMap((file) => readProject(file) ?? []);
  const values = files.map((file) => ({ root: rootOf(file.path), variables: variablesOf(file.text) }));
  return {
    built: (path) => {
      const own = projects.filter((p) => rootOf(p.path) === rootOf(path));
      return own.length === 0 || own.some((p) => isBuilt(p, path.toLowerCase()));
    },
    variables: (path) => Object.fromEntries(values.filter((v) => v.root === rootOf(path)).flatMap((v) => v.variables)),
  };
}

/** The values of all projects together. */
export const projectVariables = (files: readonly ProjectFile[]): Readonly<Record<string, string>> => Object.fromEntries(files.flatMap((file) => variablesOf(file.text)));

const rootOf = (path: string): string => path.split('/')[0] ?? path;

const isBuilt = (project: Project, path: string): boolean => {
  const folder = `${project.folder.toLowerCase()}/`;
  if (matches(project.build, path)) return true;
  return project.all && path.startsWith(folder) && path.endsWith('.sql') && !/^(?:bin|obj)\//.test(path.slice(folder.length)) && !matches(project.left, path);
};

/** Where a folder or archive holds projects, only what they build counts: other scripts beside it fill data, test or deploy. */
export function applyProjects(into: Gathering): void {
  // Who visits has seen every script before its project.
  if (into.visit !== undefined) return;
  const projects = into.projects.flatMap((file) => readProject(file) ?? []);
  if (projects.length === 0) return;
  const kept: InputText[] = [];
  const left: InputText[] = [];
  for (const text of into.texts) {
    const own = projects.filter((p) => rootOf(p.path) === rootOf(text.path));
    (own.length === 0 || own.some((p) => isBuilt(p, text.path.toLowerCase())) ? kept : left).push(text);
  }
  const present = new Set(into.texts.map((t) => t.path.toLowerCase()));
  for (const { path, build } of projects)
    for (const missing of [...build.literals].filter((l) => l.endsWith('.sql') && !present.has(l)).slice(0, missingShown))
      into.problems.push({ path, message: `The project builds ${missing}, which is not there. Give the whole project.` });
  if (kept.length === 0) {
    for (const { path } of projects) into.problems.push({ path, message: 'None of the scripts that the project builds is there, so every script was taken. Give the whole project.' });
    return;
  }
  into.texts.length = 0;
  for (const text of kept) into.texts.push(text);
  for (const { path } of left) into.passedOver.push({ path, reason: 'not in the build list of the project' });
}
