import type { LogEvent } from '@ferry/contract';

export const logWords = {
  title: 'Logs',
  description: 'What the parts of schema conversion wrote while they worked on this project, newest first.',
  group: 'Log group',
  find: 'Find in messages',
  quick: 'Quick filters',
  everything: 'All',
  failed: 'Failed',
  error: 'Error',
  level: 'Level',
  levels: 'Filter by level',
  anyLevel: 'All levels',
  module: 'Module',
  modules: 'Filter by module',
  anyModule: 'All modules',
  live: 'Live tail',
  time: 'Time',
  message: 'Message',
  loading: 'Loading log events',
  emptyTitle: 'No log events',
  emptyText: 'Launch schema conversion, assess, convert or apply: each of them writes here.',
} as const;

export const levelLabels: Readonly<Record<LogEvent['Level'], string>> = { error: 'Error', warn: 'Warning', info: 'Info', debug: 'Debug' };

/** The parts that write, in the order in which they work. */
export const logModules: Readonly<Record<string, string>> = { loader: 'Loader', parser: 'Parser', converter: 'Converter', printer: 'Printer', prover: 'Prover', export: 'Export', apply: 'Apply', worker: 'Worker' };
