import path from 'node:path';
import { doorViolation, isTest, layerViolation, roomOf } from './layers.mjs';

/** The file relative to the root of the project, with forward slashes. */
const place = (context) => path.relative(context.cwd, context.filename).split(path.sep).join('/');

/** Calls `check(node, specifier)` for everything that names a module: imports, exports, import(), import types. */
function onModules(check) {
  const source = (node) => {
    if (node.source?.type === 'Literal' && typeof node.source.value === 'string') check(node.source, node.source.value);
  };
  return {
    ImportDeclaration: source,
    ExportNamedDeclaration: source,
    ExportAllDeclaration: source,
    ImportExpression: source,
    TSImportType: source,
    'CallExpression[callee.name="require"]': (node) => {
      const [first] = node.arguments;
      if (first?.type === 'Literal' && typeof first.value === 'string') check(first, first.value);
    },
  };
}

const layers = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const file = place(context);
    return onModules((node, specifier) => {
      const message = layerViolation(file, specifier) ?? doorViolation(file, specifier) ?? leavesPackage(file, specifier);
      if (message) context.report({ node, message });
    });
  },
};

/** A relative path out of a package goes round its door. Tests and scripts of the root have none. */
function leavesPackage(file, specifier) {
  const room = roomOf(file);
  if (!specifier.startsWith('.') || room === undefined || room === 'scripts' || room === 'prisma') return undefined;
  // A program that npm links calls the script that builds first.
  if (/^apps\/[^/]+\/bin\//.test(file)) return undefined;
  const home = file.split('/').slice(0, room === 'e2e' ? 1 : 2).join('/');
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  if (target === home || target.startsWith(`${home}/`)) return undefined;
  return `A relative import may not leave ${home}: import @ferry/... by name.`;
}

/** Errors are answered or explained: an unused error, or an empty catch, wants a comment that says why. */
const noSilentCatch = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const code = context.sourceCode;
    const explained = (node) => code.getCommentsInside(node).length > 0 || commentOnLine(code, node);
    return {
      CatchClause: (node) => {
        const used = node.param && code.getDeclaredVariables(node).some((variable) => variable.references.length > 0);
        if (!used && !explained(node)) context.report({ node, message: 'This catch swallows the error: use it, or say in a comment why it does not matter.' });
      },
      'CallExpression[callee.property.name="catch"]': (node) => {
        const [handler] = node.arguments;
        if (handler?.type !== 'ArrowFunctionExpression' || handler.params.length > 0) return;
        if (!isNothing(handler.body) || explained(node)) return;
        context.report({ node: handler, message: 'This .catch swallows the error: use it, or say in a comment beside it why it does not matter.' });
      },
    };
  },
};

const isNothing = (body) =>
  (body.type === 'BlockStatement' && body.body.length === 0) || (body.type === 'Identifier' && body.name === 'undefined') || (body.type === 'Literal' && body.value === null);

function commentOnLine(code, node) {
  const last = node.loc.end.line;
  const first = node.loc.start.line;
  return code.getAllComments().some((comment) => {
    const line = comment.loc.start.line;
    return (line >= first && line <= last) || comment.loc.end.line === first - 1;
  });
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Next names folders after parameters and groups: [id], [[...path]], (group), @slot. */
const nextFolder = /^(\[{1,2}(\.\.\.)?[a-zA-Z0-9]+\]{1,2}|\([a-z0-9-]+\)|@[a-z0-9-]+|_[a-z0-9-]+)$/;
const emptyWords = /(^|-)(manager|service|helpers?|utils?|misc)(-|\.|$)/;

const fileNames = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Program: (node) => {
      const parts = place(context).split('/');
      const wrong = parts.find((part) => !kebab.test(part.replace(/^\./, '')) && !nextFolder.test(part));
      if (wrong) context.report({ node, message: `Files and folders are named in kebab-case: ${wrong}` });
      const empty = parts.find((part) => emptyWords.test(part));
      if (empty) context.report({ node, message: `Name the file for the noun inside, not ${empty}.` });
    },
  }),
};

/** The engine without dialects: what it says must hold for every pair. */
const noDialectNames = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const named = /sql[ _-]?server|t-?sql\b|postgres|pl\/?pgsql|oracle|mysql|mariadb/i;
    const check = (node, text) => {
      if (named.test(text)) context.report({ node, message: `No dialect's name in this room: "${text.slice(0, 60)}". Make it a property that the dialect fills.` });
    };
    if (isTest(place(context))) return {};
    return {
      Identifier: (node) => check(node, node.name),
      Literal: (node) => {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};

const focused = new Set(['describe', 'it', 'test', 'suite']);

const noFocusedTests = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    MemberExpression: (node) => {
      const name = node.property.name;
      const base = node.object.type === 'MemberExpression' ? node.object.object : node.object;
      if (base.type !== 'Identifier' || !focused.has(base.name)) return;
      if (name === 'only') context.report({ node, message: 'A focused test hides all others: take .only away.' });
      if (name === 'skip' || name === 'todo') context.report({ node, message: `No .${name}: use .skipIf(reason) and say the reason in the test's name.` });
    },
  }),
};

export const ferry = {
  meta: { name: 'ferry', version: '1.0.0' },
  rules: {
    layers,
    'no-silent-catch': noSilentCatch,
    'file-names': fileNames,
    'no-dialect-names': noDialectNames,
    'no-focused-tests': noFocusedTests,
  },
};
