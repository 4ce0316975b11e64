import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { ferry } from './rules.mjs';

const typescript = ['**/*.{ts,tsx,mts}'];
const javascript = ['**/*.{js,mjs}'];

const nodeNames = ['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'fetch', 'AbortSignal', 'AbortController', 'performance', 'TextDecoder', 'TextEncoder'];

/** ESLint's configuration for the whole project. No rule needs types: all of it takes seconds; tsc checks the types. */
export const config = tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/generated/**', '**/coverage/**', '**/test-results/**', '**/playwright-report/**', '**/next-env.d.ts', '.ferry*/**', '.turbo/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: [...typescript, ...javascript], ...js.configs.recommended },
  { files: javascript, languageOptions: { globals: Object.fromEntries(nodeNames.map((name) => [name, 'readonly'])) } },
  ...tseslint.configs.recommended.map((entry) => ({ ...entry, files: typescript })),
  {
    files: typescript,
    rules: {
      // tsc knows better.
      'no-undef': 'off',
      'no-redeclare': 'off',
      'no-dupe-class-members': 'off',
      // A default before try is clearer than `let x: string | undefined`.
      'no-useless-assignment': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true, minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: [...typescript, ...javascript],
    plugins: { ferry },
    rules: {
      'ferry/layers': 'error',
      'ferry/no-silent-catch': 'error',
      'ferry/file-names': 'error',
      'ferry/no-focused-tests': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'no-empty': ['error', { allowEmptyCatch: true }], // ferry/no-silent-catch looks at those
    },
  },
  {
    files: [...typescript, ...javascript],
    rules: { '@typescript-eslint/no-unused-vars': 'off', 'no-unused-vars': 'off' },
  },
  {
    files: typescript,
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'all' }] },
  },
  { files: javascript, rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] } },
  // A test that finds undefined fails, which is what it is for.
  { files: ['**/test/**/*.ts', '**/*.test.ts', '**/*.test.tsx'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['packages/conversion/src/**/*.ts'], plugins: { ferry }, rules: { 'ferry/no-dialect-names': 'error' } },
  { files: ['packages/*/src/**/*.ts'], rules: { 'no-console': 'error' } },
);
