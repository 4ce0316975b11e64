import type { GeneratedScript } from './generated-database';

const go = (text: string): string => `${text}\nGO\n\n`;
const words = ['Archive', 'Balance', 'Cancel', 'Deliver', 'Export', 'Freeze', 'Gather', 'Handle', 'Import', 'Journal', 'Keep', 'Load', 'Merge', 'Notify', 'Open', 'Post'] as const;
const nouns = ['Account', 'Batch', 'Claim', 'Deposit', 'Entry', 'Fee', 'Grant', 'Holding', 'Invoice', 'Lease'] as const;

const table = (index: number): string => `[Ledger].[Book${index + 1}]`;

const tableText = (index: number): string =>
  go(`CREATE TABLE ${table(index)} (
    BookID int IDENTITY(1,1) NOT NULL CONSTRAINT PK_Book${index + 1} PRIMARY KEY,
    Title nvarchar(80) NOT NULL,
    Amount money NOT NULL CONSTRAINT DF_Book${index + 1}_Amount DEFAULT (0),
    Closed bit NOT NULL CONSTRAINT DF_Book${index + 1}_Closed DEFAULT (0),
    ChangedAt datetime NOT NULL CONSTRAINT DF_Book${index + 1}_ChangedAt DEFAULT (getdate())${index === 0 ? '' : `,
    ParentID int NULL CONSTRAINT FK_Book${index + 1} REFERENCES ${table(Math.floor(index / 4))} (BookID)`}
)`);

const viewText = (index: number): string =>
  go(`CREATE VIEW [Ledger].[vBook${index + 1}] AS
SELECT b.BookID, b.Title, b.Amount, ISNULL(p.Title, N'none') AS ParentTitle FROM ${table(index)} AS b LEFT JOIN ${table(Math.floor(index / 4))} AS p ON p.BookID = b.${index === 0 ? 'BookID' : 'ParentID'}`);

const nameOf = (index: number): string => `${words[index % words.length] ?? ''}${nouns[Math.floor(index / words.length) % nouns.length] ?? ''}${String(index + 1).padStart(5, '0')}`;

/** Every seventh leaves an action item, every third calls the one before it. */
function procedureText(index: number, tables: number): string {
  const own = table(index % tables);
  return go(`CREATE PROCEDURE [Ledger].[${nameOf(index)}] @ID int, @Title nvarchar(80) = NULL AS
BEGIN
    SET NOCOUNT ON;
    IF @Title IS NOT NULL
        UPDATE ${own} SET Title = @Title, ChangedAt = GETDATE() WHERE BookID = @ID;
    IF @@ROWCOUNT = 0
        INSERT INTO ${own} (Title, Amount) VALUES (ISNULL(@Title, N'untitled ${index + 1}'), ${index % 97});${
          index % 7 === 3 ? `\n    EXEC (N'UPDATE STATISTICS ${own}');` : ''
        }${index % 3 === 2 ? `\n    EXEC [Ledger].[${nameOf(index - 1)}] @ID = @ID;` : ''}
END`);
}

/** One procedure of about as many lines as asked for. */
function longProcedure(lines: number, tables: number): string {
  const body = Array.from({ length: Math.max(1, Math.floor((lines - 8) / 2)) }, (_, i) => `    IF @Step = ${i}\n        UPDATE ${table(i % tables)} SET Amount = Amount + ${i % 13}, Title = UPPER(Title) WHERE BookID = @ID;`);
  return go(`CREATE PROCEDURE [Ledger].[RecalculateEverything] @ID int, @Step int AS\nBEGIN\n    SET NOCOUNT ON;\n${body.join('\n')}\nEND`);
}

/**
 * The scripts of a made-up database whose one schema has very many procedures: for measuring what the console does with a category of
 * that size. The same for the same numbers.
 * @param procedures how many small procedures; there are also 200 tables and 100 views, or fewer, and one procedure of `longest` lines
 */
export function wideDatabase(procedures = 20_000, longest = 5_000): GeneratedScript[] {
  const tables = Math.min(200, Math.max(1, procedures));
  return [
    { name: '1-tables.sql', text: go('CREATE SCHEMA [Ledger]') + Array.from({ length: tables }, (_, i) => tableText(i)).join('') + Array.from({ length: Math.ceil(tables / 2) }, (_, i) => viewText(i)).join('') },
    { name: '2-procedures.sql', text: Array.from({ length: procedures }, (_, i) => procedureText(i, tables)).join('') + longProcedure(longest, tables) },
  ];
}
