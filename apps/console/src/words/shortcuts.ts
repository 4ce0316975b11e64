export interface ShortcutWords {
  readonly keys: readonly string[];
  readonly text: string;
}

export const shortcutWords = {
  title: 'Keyboard shortcuts',
  enabled: 'Single-key shortcuts are on',
  enabledText: 'Turn them off when another tool uses the same keys. The keys of the trees work always.',
  close: 'Close',
  groups: [
    {
      title: 'Everywhere',
      rows: [
        { keys: ['?'], text: 'Show this list' },
        { keys: ['g', 'p'], text: 'Go to Migration projects' },
        { keys: ['g', 'd'], text: 'Go to Data providers' },
        { keys: ['g', 'i'], text: 'Go to Instance profiles' },
        { keys: ['g', 's'], text: 'Go to Secrets' },
        { keys: ['g', 'j'], text: 'Go to Jobs' },
        { keys: ['g', 'l'], text: 'Go to Log groups' },
        { keys: ['g', 'a'], text: 'Go to Action items' },
      ],
    },
    {
      title: 'Schema conversion',
      rows: [
        { keys: ['s'], text: 'Focus the source tree' },
        { keys: ['t'], text: 'Focus the target tree' },
        { keys: ['/'], text: 'Find objects in the source tree' },
        { keys: ['b'], text: 'Side by side' },
        { keys: ['1', '…', '7'], text: 'Source SQL, Target SQL and the other tabs of an object' },
        { keys: ['r'], text: 'Next tab of the report' },
        { keys: ['p'], text: 'Choose objects by pattern' },
        { keys: ['c'], text: 'Convert what is ticked or selected' },
        { keys: ['a'], text: 'Apply changes' },
        { keys: ['h'], text: 'Run history' },
      ],
    },
    {
      title: 'In a tree',
      rows: [
        { keys: ['↑', '↓'], text: 'Move' },
        { keys: ['→'], text: 'Open, or go to the first child' },
        { keys: ['←'], text: 'Close, or go to the parent' },
        { keys: ['Space'], text: 'Tick' },
        { keys: ['Enter'], text: 'Select and show the code' },
        { keys: ['Home', 'End'], text: 'First, last' },
        { keys: ['A–Z'], text: 'Jump to a name that begins so' },
      ],
    },
    {
      title: 'In code',
      rows: [
        { keys: ['Ctrl', 'F'], text: 'Find' },
        { keys: ['Ctrl', 'S'], text: 'Save the edited code' },
      ],
    },
  ] satisfies readonly { title: string; rows: readonly ShortcutWords[] }[],
} as const;
