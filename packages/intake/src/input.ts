/** A decoded text of the source. (Structurally the same as the conversion engine's own type.) */
export interface InputText {
  /** Relative path inside what the user gave, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A file that was not taken because it is none of a script's kinds. */
export interface PassedOverFile {
  readonly path: string;
  readonly reason: string;
}

/** A file that should have been taken and could not, or not wholly: a warning as long as other files are good. */
export interface IntakeProblem {
  readonly path: string;
  /** A sentence for people: what, and the cure. */
  readonly message: string;
}

export interface Intake {
  readonly texts: readonly InputText[];
  readonly passedOver: readonly PassedOverFile[];
  readonly problems: readonly IntakeProblem[];
  /** Default values that projects give to variables of their scripts, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Bounds against hostile or mistaken input. Sizes in bytes. */
export interface IntakeLimits {
  /** All texts together, unpacked. */
  readonly totalSize: number;
  /** One file, unpacked. */
  readonly fileSize: number;
  /** Files and zip entries looked at. */
  readonly entries: number;
  /** Unpacked size by packed size of one zip entry; only looked at above a megabyte. SQL packs to about 1:40. */
  readonly ratio: number;
}

/** What a user may say about the input besides where it is. */
export interface IntakeOptions extends IntakeLimits {
  /** The encoding of every script (a label such as `windows-1251`); missing: told by each file's bytes. */
  readonly encoding?: string;
  /** Symbolic links to files inside a folder: followed (what a user of the machine wants), or passed over. */
  readonly links?: 'follow' | 'ignore';
}

/** A script as it is read: small ones in one chunk, large ones in several. */
export interface StreamedText {
  readonly path: string;
  /** Bytes of the file. */
  readonly bytes: number;
  readonly chunks: AsyncIterable<string>;
  /** False for a script that lies beside the build list of its project: it fills data, tests or deploys. */
  readonly built: boolean;
  /** Default values that its projects give to variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

export const defaultLimits: IntakeLimits = { totalSize: 1024 ** 3, fileSize: 400 * 1024 ** 2, entries: 100_000, ratio: 400 };

/** Endings of files that hold SQL text; folders and archives are searched for these. */
export const scriptEndings: readonly string[] = ['.sql', '.ddl', '.txt', '.tsql', '.tab', '.viw', '.prc', '.proc', '.fnc', '.udf', '.trg', '.syn', '.typ', '.seq', '.sqldataprovider'];

export const isScriptName = (path: string): boolean => {
  const lower = path.toLowerCase();
  return scriptEndings.some((ending) => lower.endsWith(ending));
};

/** What is being gathered; the one mutable thing of the intake, never handed out. */
export interface Gathering {
  readonly limits: IntakeOptions;
  readonly texts: InputText[];
  /** Project files that were met; see `project.ts`. */
  readonly projects: { readonly path: string; readonly text: string }[];
  /** Takes scripts as they are found, instead of `texts`. */
  readonly visit?: (script: Omit<StreamedText, 'built' | 'variables'>) => Promise<void>;
  /** Scripts that `visit` took. */
  visited: number;
  readonly passedOver: PassedOverFile[];
  readonly problems: IntakeProblem[];
  size: number;
  entries: number;
}

export const newGathering = (limits: IntakeOptions, visit?: Gathering['visit']): Gathering => ({ limits, ...(visit === undefined ? {} : { visit }), visited: 0, projects: [], texts: [], passedOver: [], problems: [], size: 0, entries: 0 });
