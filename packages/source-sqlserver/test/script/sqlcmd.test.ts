import { describe, expect, it } from 'vitest';
import { expandSqlcmd, setvars, variableMap } from '../../src/script/sqlcmd';

const expand = (text: string, given: Record<string, string> = {}, known: Record<string, string> = {}) => expandSqlcmd(text, variableMap(given), variableMap(known));

describe('expandSqlcmd', () => {
  it('puts the values of :setvar in place and blanks the directive out', () => {
    const { text, directives } = expand(':setvar Db "My ""Db"""\nUSE [$(Db)];\nPRINT \'$(db)\';');
    expect(text).toBe(`${' '.repeat(22)}\nUSE [My "Db"];\nPRINT 'My "Db"';`);
    expect(directives.map((d) => [d.word, d.argument])).toEqual([[':setvar', 'Db "My ""Db"""']]);
  });

  it('keeps the lines of the original', () => {
    const text = ':on error exit\r\n\r\n:r .\\other.sql\r\nSELECT $(x)\r\n';
    expect(expand(text, { x: '1' }).text.split('\n').length).toBe(text.split('\n').length);
  });

  it('prefers the value that the user gave, then :setvar, then that of another script', () => {
    const script = ':setvar a script\nSELECT $(a), $(b)';
    expect(expand(script, { a: 'user' }, { b: 'other' }).text).toContain('SELECT user, other');
    expect(expand(script, {}, { a: 'other', b: 'other' }).text).toContain('SELECT script, other');
  });

  it('asks for the value of an unknown variable and goes on with its name', () => {
    const { text, diagnostics } = expand('CREATE DATABASE $(Name);\nUSE $(Name);');
    expect(text).toBe('CREATE DATABASE Name;\nUSE Name;');
    expect(diagnostics.map((d) => d.code)).toEqual(['unknown-variable']);
    expect(diagnostics[0]?.message).toContain('--variable Name=value');
  });

  it('does not ask for what publishing or sqlcmd itself sets', () => {
    expect(expand('ALTER DATABASE [$(DatabaseName)] ADD FILE (NAME = f, FILENAME = N\'$(DefaultDataPath)$(DefaultFilePrefix)_f.ndf\')\n:on error exit')).toMatchObject({ diagnostics: [] });
  });

  it('knows the tokens of Flyway and of SqlRender', () => {
    const script = "CREATE TABLE ${main}.a (x int);\nALTER TABLE [${main}].a ADD y int;\nEXEC sp_rename '${main}.a.x', 'z';\nINSERT @cdm.b SELECT 1 FROM @cdm.a;";
    expect(expand(script, { main: 'dbo', cdm: 'omop' })).toMatchObject({ text: script.replaceAll('${main}', 'dbo').replaceAll('@cdm', 'omop'), diagnostics: [] });
    expect(expand(script).text).toBe("CREATE TABLE main.a (x int);\nALTER TABLE [main].a ADD y int;\nEXEC sp_rename '${main}.a.x', 'z';\nINSERT cdm.b SELECT 1 FROM cdm.a;");
    expect(expand(script).diagnostics.map((d) => d.message.slice(0, 20))).toEqual(['The token ${main} ha', 'The token @cdm has n']);
  });

  it('fills in the parameters of a template', () => {
    const script = "CREATE TABLE <Schema, sysname, dbo>.<Table_Name, sysname, Book> (Id int)\nDROP VIEW <View Name, , >\nPRINT '<a, b, c>'";
    expect(expand(script, { Schema: 'loans' }).text).toBe("CREATE TABLE loans.Book (Id int)\nDROP VIEW View_Name\nPRINT '<a, b, c>'");
    expect(expand(script).diagnostics.map((d) => d.message.slice(0, 21))).toEqual(['The token <View Name>']);
    expect(expand('SELECT 1 WHERE a < 1 AND b IN (1, 2, 3) AND c > 2').text).toBe('SELECT 1 WHERE a < 1 AND b IN (1, 2, 3) AND c > 2');
  });

  it('takes no variable for a token', () => {
    const script = "DECLARE @x xml; SELECT 1 FROM @x.nodes('/a') AS t (c); UPDATE t SET a = @x.value('.', 'int')";
    expect(expand(script, { x: 'dbo' })).toMatchObject({ text: script, diagnostics: [] });
  });

  it('leaves $( in the strings of a script without SQLCMD alone', () => {
    const script = "PRINT '$(document).ready(f)'; PRINT '$(x)'";
    expect(expand(script)).toMatchObject({ text: script, diagnostics: [] });
  });

  it('leaves comments alone', () => {
    expect(expand('-- $(a)\n/* $(b)\n:setvar c d */ SELECT 1')).toMatchObject({ directives: [], diagnostics: [] });
  });

  it('finds the variables that one script sets for another', () => {
    expect([...setvars(':SETVAR A 1\n  :setvar B "two words"\nSELECT 1')]).toEqual([['a', '1'], ['b', 'two words']]);
  });

  it('takes linear time', () => {
    const before = process.cpuUsage();
    expand(`:setvar a b\n${"'x' $(a) $( [y] ".repeat(200_000)}`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
