import { describe, expect, it } from 'vitest';
import { decode, encodingName } from '../src';

const sql = 'CREATE TABLE dbo.Bestellung (Größe int);\r\nGO\r\n';
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('decode', () => {
  it.each([
    ['UTF-8', Buffer.from(sql), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeff' + sql), 'utf-8'],
    ['UTF-16 little-endian with a mark', Buffer.from('\ufeff' + sql, 'utf16le'), 'utf-16le'],
    ['UTF-16 little-endian without', Buffer.from(sql, 'utf16le'), 'utf-16le'],
    ['UTF-16 big-endian with a mark', utf16be('\ufeff' + sql), 'utf-16be'],
    ['UTF-16 big-endian without', utf16be(sql), 'utf-16be'],
    ['Windows-1252', Buffer.from(sql, 'latin1'), 'windows-1252'],
  ])('reads %s', (_, bytes, encoding) => {
    expect(decode(bytes)).toEqual({ text: sql, encoding });
  });

  it('reads the characters that Windows-1252 has and Latin-1 lacks', () => {
    expect(decode(Buffer.from([0x50, 0x52, 0x49, 0x4e, 0x54, 0x20, 0x27, 0x80, 0x27]))).toMatchObject({ text: "PRINT '€'" });
  });

  it('reads UTF-16 without a mark whose text is mostly not Latin', () => {
    const text = `-- ${'таблица '.repeat(20)}\r\nCREATE TABLE [Заказ] ([Номер] int NOT NULL, [Дата] datetime NULL);\r\n`;
    expect(decode(Buffer.from(text, 'utf16le'))).toMatchObject({ text, encoding: 'utf-16le' });
  });

  it.each([
    ['a zip', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), 'zip archive'],
    ['a backup', Buffer.from('TAPE\0\0\x03\0'), 'SQL Server backup'],
    ['zero bytes all over', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)), 'binary'],
    ['control characters', Buffer.from(Array.from({ length: 400 }, (_, i) => (i % 9 === 0 ? 3 : 65))), 'control characters'],
  ])('refuses %s', (_, bytes, words) => {
    expect(decode(bytes)).toMatchObject({ problem: expect.stringContaining(words) as string });
  });
});

describe('an encoding that the user names', () => {
  it.each([
    ['windows-1251', Buffer.from([0xcf, 0xf0, 0xe8]), 'При'],
    ['1250', Buffer.from([0xb9]), 'ą'],
    ['ansi', Buffer.from([0x80]), '€'],
    ['UTF-16BE', Buffer.from([0x00, 0x41]), 'A'],
    ['shift_jis', Buffer.from([0x83, 0x65]), 'テ'],
  ])('%s', (label, bytes, text) => {
    expect(decode(bytes, encodingName(label))).toMatchObject({ text });
  });

  it('yields to a byte order mark', () => {
    expect(decode(Buffer.from('\ufeffж', 'utf16le'), 'windows-1251')).toMatchObject({ text: 'ж', encoding: 'utf-16le' });
  });

  it('must exist', () => {
    expect(encodingName('klingon')).toBeUndefined();
  });
});
