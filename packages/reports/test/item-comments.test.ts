import { convertCatalog } from '@ferry/conversion';
import { quietRun } from '@ferry/kernel';
import { toyPair, toySource, toyTarget } from '@ferry/testkit';
import { describe, expect, it } from 'vitest';
import { commentSeverity, listParts, recordedParts, scriptFiles, scriptObjects, withComments } from '../src';
import type { RunRecord } from '../src';

const severityChoice = { key: 'comments', dmsKey: 'ShowSeverityLevelInSql', label: '', description: '', group: '', type: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'], default: 'CRITICAL' } as const;

describe('action items as comments', () => {
  it('stand above the code of their object, and never end early', async () => {
    const run = quietRun();
    const catalog = await toySource.readScripts([{ path: 'a.toy', text: 'thing one\nthing bad\n' }], { databaseName: 'toy', variables: {} }, run);
    const verifier = await toyTarget.openVerifier('', { version: 1 });
    const result = await convertCatalog(toyPair, toyTarget, catalog, { settings: { prefix: '' }, targetVersion: 1, verifier }, run);
    const parts = listParts(toySource, catalog, result.objects, toyPair.actionItems).map((part) => ({ ...part, items: part.items.map((item) => ({ ...item, message: 'first\n*/ drop table x; /* second' })) }));
    const texts = (least: 'CRITICAL' | undefined): readonly string[] => scriptFiles(toyTarget, withComments(scriptObjects(result), parts, least), result.support, 'toy').filter((file) => file.path.startsWith('sql/')).map((file) => file.text);
    expect(texts(undefined).join('')).not.toContain('Severity');
    const [one, bad] = texts('CRITICAL');
    expect(one).not.toContain('--');
    expect(bad?.split('\n').slice(0, 2)).toEqual(['-- [20001 - Severity CRITICAL, line 2 - first', expect.stringMatching(/^-- \*\/ drop table x;/)]);
  });

  it('follow the setting, where the pair has it', () => {
    expect(commentSeverity({ settings: [severityChoice] }, {})).toBe('CRITICAL');
    expect(commentSeverity({ settings: [severityChoice] }, { comments: 'LOW' })).toBe('LOW');
    expect(commentSeverity({ settings: [] }, {})).toBeUndefined();
  });
});

describe('reports of earlier runs', () => {
  it('take names from the place in the tree and words from the codes', () => {
    const place = { key: '1', status: 'converted', proof: 'created', work: 'automatic' } as const;
    const record: Pick<RunRecord, 'objects'> = {
      objects: [
        { ...place, path: 'Servers/s/Databases/d/Schemas/dbo/Procedures/Close', kind: 'PROCEDURE', items: [[20001, 2], [1, 1]], lines: 7 },
        { ...place, path: 'Servers/s/Databases/d/Schemas/dbo/Tables/Ticket/Indexes/IX', kind: 'INDEX', items: [] },
      ],
    };
    const [close, index] = recordedParts(record as RunRecord, toyPair.actionItems, (path) => path.split('/'));
    expect(close).toMatchObject({ ref: { schema: 'dbo', name: 'Close' }, lines: 7 });
    expect(close?.items.map((item) => [item.code, item.severity])).toEqual([[20001, 'CRITICAL'], [20001, 'CRITICAL'], [1, 'INFO']]);
    expect(index?.ref).toEqual({ kind: 'INDEX', schema: 'dbo', name: 'IX', parent: 'Ticket' });
  });
});
