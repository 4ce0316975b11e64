import { describe, expect, it } from 'vitest';
import { mostTransformationRules, problemText, readTransformationRules, writeTransformationRules } from '../src';

const rule = (more: object = {}) => ({
  'rule-type': 'transformation',
  'rule-id': '1',
  'rule-name': '1',
  'rule-action': 'add-prefix',
  'rule-target': 'table',
  'object-locator': { 'schema-name': '%', 'table-name': 'tbl%' },
  value: 'x_',
  ...more,
});
const problems = (...rules: object[]): string[] => readTransformationRules(JSON.stringify({ rules })).problems.map(problemText);

describe('transformation rules', () => {
  it("are read and written in AWS's form", () => {
    const read = readTransformationRules(JSON.stringify({ rules: [rule()] }));
    expect(read.problems).toEqual([]);
    expect(readTransformationRules(writeTransformationRules(read.rules)).rules).toEqual(read.rules);
    expect(readTransformationRules('').rules).toEqual([]);
  });

  it('say what is wrong, and where', () => {
    expect(problems(rule({ value: '' }))).toEqual(['Rule 1: value is needed by add-prefix']);
    expect(problems(rule({ 'rule-action': 'replace-prefix' }))).toEqual(['Rule 1: old-value is needed by replace-prefix']);
    expect(problems(rule(), rule({ 'rule-id': '2', 'object-locator': { 'schema-name': '%' } }))).toEqual(['Rule 2: object-locator.table-name is missing; "%" stands for any name']);
    expect(problems(rule(), rule())).toEqual(['Rule 2: rule-id is the same as that of rule 1']);
    expect(problems(rule({ 'rule-target': 'column' }))[0]).toContain('object-locator.column-name is missing');
    expect(problems(rule({ 'rule-action': 'change-data-type', value: undefined }))).toHaveLength(2);
    expect(problems(rule({ 'rule-target': 'local variable' }))).toEqual(['Rule 1: rule-target "local variable" is for Oracle sources only']);
    expect(readTransformationRules('{').problems[0]?.message).toMatch(/^The rules are not JSON/);
    expect(readTransformationRules('{}').problems[0]?.message).toContain('{"rules": [...]}');
  });

  it('find columns in tables or in views, and give types to those of tables only', () => {
    const column = (place: object, more: object = {}) => rule({ 'rule-target': 'column', 'object-locator': { 'schema-name': '%', 'column-name': 'Id', ...place }, ...more });
    const type = { 'rule-action': 'change-data-type', value: undefined, 'data-type': { type: 'bigint' } };
    expect(problems(column({ 'view-name': 'v%' }))).toEqual([]);
    expect(problems(column({ 'table-name': '%', 'view-name': '%' }))).toEqual(['Rule 1: object-locator.view-name does not belong to a rule for a column']);
    expect(problems(column({ 'table-name': '%' }, type))).toEqual([]);
    expect(problems(column({ 'view-name': '%' }, type))[0]).toContain('change-data-type is for columns of tables');
  });

  it('are at most 512', () => {
    const many = Array.from({ length: mostTransformationRules + 1 }, (_, index) => rule({ 'rule-id': String(index) }));
    expect(readTransformationRules(JSON.stringify({ rules: many })).problems.map(problemText)).toContain('There are 513 rules; at most 512 are allowed.');
    expect(readTransformationRules(JSON.stringify({ rules: many.slice(1) })).problems).toEqual([]);
  });
});
