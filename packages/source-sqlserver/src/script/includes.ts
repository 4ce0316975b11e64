/** Which of the scripts that were given include which. */
export interface Includes {
  /** Scripts that another one includes. */
  readonly included: ReadonlySet<Script>;
  /** The script that `:r argument` in the script `from` means; only what was given is ever found, the disk is not looked at. */
  readonly find: (from: string, argument: string) => Script | undefined;
}

interface Script {
  readonly path: string;
  readonly text: string;
}

/** The parts of a path, `.` and `..` worked off; going up beyond the beginning stays there. */
function partsOf(path: string): string[] {
  const out: string[] = [];
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return out;
}

const keyOf = (parts: readonly string[]): string => parts.join('/').toLowerCase();

/** A file name as `:r` takes it: with or without quotes. */
const fileOf = (argument: string): string => argument.trim().replace(/^"(.*)"$/, '$1');

/**
 * Finds the includes of scripts. SQLCMD looks in the folder it is started in, other tools beside the script: both are tried, then
 * any given script of that name, if there is only one (https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility#r--filename).
 * @param variables by name in lower case
 */
export function findIncludes(inputs: readonly Script[], variables: ReadonlyMap<string, string>): Includes {
  const byPath = new Map(inputs.map((input) => [keyOf(partsOf(input.path)), input]));
  const byName = new Map<string, Script | undefined>();
  for (const input of inputs) {
    const name = keyOf(partsOf(input.path).slice(-1));
    byName.set(name, byName.has(name) ? undefined : input);
  }
  const find = (from: string, argument: string): Script | undefined => {
    const file = fileOf(argument);
    const folder = partsOf(from).slice(0, -1);
    const beside = byPath.get(keyOf(partsOf([...folder, file].join('/'))));
    if (beside) return beside;
    // Folders further out: where the tool was started.
    for (let up = folder.length - 1; up >= 0; up--) {
      const found = byPath.get(keyOf(partsOf([...folder.slice(0, up), ...partsOf(file)].join('/'))));
      if (found) return found;
    }
    return byName.get(keyOf(partsOf(file).slice(-1)));
  };
  const included = new Set<Script>();
  for (const input of inputs) {
    const { path, text } = input;
    if (!/:r/i.test(text)) continue;
    for (const match of text.matchAll(/^[ \t]*:r[ \t]+([^\r\n]+)/gim)) {
      const argument = (match[1] ?? '').replace(/\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string) => variables.get(name.toLowerCase()) ?? whole);
      const found = find(path, argument);
      if (found && found !== input) included.add(found);
    }
  }
  return { included, find };
}
