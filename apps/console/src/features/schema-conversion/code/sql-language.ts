import { SQLDialect } from '@codemirror/lang-sql';
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import type { Extension } from '@codemirror/state';

const keywords =
  'add after all alter and any apply as asc authorization before begin between by call cascade case catch check close clustered collate column comment commit constraint create cross current cursor cycle database deallocate declare default deferrable deferred delete desc distinct do domain drop each else elsif end escape except exception exec execute exists exit extension fetch filter first following for foreign found from full function generated go goto grant group handler having identity if immediate immutable in include increment index initially inner inout insert instead intersect into is isnull join key language last lateral left like limit loop materialized matched maxvalue merge minvalue natural next no nocheck nonclustered not null nulls of off offset on open option or order out outer output over owned partition perform persisted pivot plpgsql preceding primary print prior proc procedure raise raiserror range readonly references replace restrict return returning returns revoke right rollback row rowguidcol rows savepoint schema schemabinding select sequence set setof some sql stable start statement synonym table temp temporary then throw to top tran transaction trigger truncate try type unbounded union unique unpivot update use using values variadic view volatile when where while window with within without';
const types =
  'bigint bigserial binary bit bool boolean bytea char character cidr citext clob date datetime datetime2 datetimeoffset dec decimal double float geography geometry hierarchyid image inet int integer interval json jsonb long longtext mediumtext money nchar nclob ntext number numeric nvarchar nvarchar2 precision raw real record refcursor rowid rowversion serial smalldatetime smallint smallmoney smallserial sql_variant sysname text time timestamp timestamptz timetz tinyint tsvector uniqueidentifier uuid varbinary varchar varchar2 varying xml';

/**
 * One colouring for every engine: the words that procedural SQL shares, `@variables`, quoted and bracketed names. A body between
 * dollar quotes is code, not a string.
 */
const anySql = SQLDialect.define({
  keywords,
  types,
  builtin: '',
  operatorChars: '*/+-%<>!=~^&|:?',
  specialVar: '@',
  identifierQuotes: '"`',
  doubleDollarQuotedStrings: false,
  hashComments: false,
  spaceAfterDashes: false,
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--ferry-sql-keyword)' },
  { tag: tags.typeName, color: 'var(--ferry-sql-type)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ferry-sql-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ferry-sql-number)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--ferry-sql-comment)', fontStyle: 'italic' },
]);

export const sqlLanguage = (): Extension => [new LanguageSupport(anySql.language), syntaxHighlighting(colours)];
