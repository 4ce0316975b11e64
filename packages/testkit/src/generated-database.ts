/** A script of a generated database. */
export interface GeneratedScript {
  readonly name: string;
  readonly text: string;
}

const schemas = ['Crew', 'Harbour', 'Fleet', 'Supply', 'Trade'] as const;
/** What the tables are about; a table takes the next word, and a number once the words are used up. */
const nouns = ['Vessel', 'Berth', 'Captain', 'Cargo', 'Contract', 'Crane', 'Customer', 'Delivery', 'Engine', 'Invoice', 'Licence', 'Manifest', 'Order', 'Payment'] as const;

interface TableName {
  readonly schema: string;
  readonly name: string;
}

const full = ({ schema, name }: TableName): string => `[${schema}].[${name}]`;
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function tableNames(count: number): TableName[] {
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / (schemas.length * nouns.length));
    return { schema: at(schemas, Math.floor(i / nouns.length)), name: `${at(nouns, i)}${round === 0 ? '' : round + 1}` };
  });
}

const go = (text: string): string => `${text.trim()}\nGO\n\n`;

function table(own: TableName, index: number, parent: TableName | undefined): string {
  const { schema, name } = own;
  const id = `${name}ID`;
  const tall = index % 9 === 4;
  return [
    go(`CREATE TABLE ${full(own)}(
    [${id}] [int] IDENTITY(1,1) NOT NULL,
    [ParentID] [int] NULL,
    [Code] [nvarchar](25) NOT NULL,
    [Name] [dbo].[Name] NOT NULL,
    [IsActive] [dbo].[Flag] NOT NULL CONSTRAINT [DF_${schema}_${name}_IsActive] DEFAULT ((1)),
    [Quantity] [smallint] NOT NULL,
    [UnitPrice] [money] NOT NULL CONSTRAINT [DF_${schema}_${name}_UnitPrice] DEFAULT ((0.00)),
    [Discount] [decimal](8, 4) NULL,
    [LineTotal] AS (ISNULL([Quantity] * [UnitPrice] * (1.0 - ISNULL([Discount], 0.0)), 0.0)),
    [Weight] [float] NULL,
    [Notes] [nvarchar](max) NULL,
    [Photo] [varbinary](max) NULL,
    ${tall ? '[Details] [xml] NULL,\n    [Position] [geography] NULL,' : '[Remark] [char](8) NULL,'}
    [StartDate] [datetime] NOT NULL,
    [EndDate] [datetime] NULL,
    [rowguid] [uniqueidentifier] ROWGUIDCOL NOT NULL CONSTRAINT [DF_${schema}_${name}_rowguid] DEFAULT (newid()),
    [ModifiedDate] [datetime] NOT NULL CONSTRAINT [DF_${schema}_${name}_ModifiedDate] DEFAULT (getdate()),
    CONSTRAINT [PK_${schema}_${name}] PRIMARY KEY CLUSTERED ([${id}] ASC),
    CONSTRAINT [CK_${schema}_${name}_Dates] CHECK (([EndDate] >= [StartDate] OR [EndDate] IS NULL))
) ON [PRIMARY]`),
    go(`ALTER TABLE ${full(own)} WITH CHECK ADD CONSTRAINT [CK_${schema}_${name}_Price] CHECK (([UnitPrice] >= (0.00)))`),
    go(`CREATE UNIQUE NONCLUSTERED INDEX [AK_${schema}_${name}_Code] ON ${full(own)}([Code] ASC) WITH (FILLFACTOR = 90)`),
    parent === undefined ? '' : go(`ALTER TABLE ${full(own)} WITH CHECK ADD CONSTRAINT [FK_${schema}_${name}_${parent.schema}_${parent.name}] FOREIGN KEY([ParentID]) REFERENCES ${full(parent)} ([${parent.name}ID])`),
    go(`EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'What is kept of each ${name.toLowerCase()}.', @level0type=N'SCHEMA', @level0name=N'${schema}', @level1type=N'TABLE', @level1name=N'${name}'`),
  ].join('');
}

const view = (own: TableName, parent: TableName): string =>
  go(`CREATE VIEW [${own.schema}].[v${own.name}] AS
SELECT t.[${own.name}ID], t.[Code], t.[Name] + N' of ' + ISNULL(p.[Name], N'nobody') AS [Title], YEAR(t.[StartDate]) AS [Year],
       CASE WHEN t.[Discount] IS NULL THEN t.[UnitPrice] ELSE t.[LineTotal] END AS [Price], ROW_NUMBER() OVER (PARTITION BY t.[ParentID] ORDER BY t.[StartDate] DESC) AS [Newest]
FROM ${full(own)} AS t LEFT OUTER JOIN ${full(parent)} AS p ON p.[${parent.name}ID] = t.[ParentID]
WHERE t.[IsActive] = 1`);

const scalarFunction = (own: TableName): string =>
  go(`CREATE FUNCTION [${own.schema}].[ufn${own.name}Price](@ID [int], @Date [datetime]) RETURNS [money] AS
BEGIN
    DECLARE @price money;
    SELECT @price = t.[UnitPrice] FROM ${full(own)} AS t WHERE t.[${own.name}ID] = @ID AND @Date BETWEEN t.[StartDate] AND COALESCE(t.[EndDate], CONVERT(datetime, '99991231', 112));
    RETURN ISNULL(@price, 0.00);
END`);

const procedure = (own: TableName, index: number): string =>
  go(`CREATE PROCEDURE [${own.schema}].[uspUpdate${own.name}] @ID [int], @Name [nvarchar](50), @Price [money] = NULL WITH EXECUTE AS CALLER AS
BEGIN
    SET NOCOUNT ON;
    BEGIN TRY
        BEGIN TRANSACTION;
        UPDATE ${full(own)} SET [Name] = @Name, [UnitPrice] = ISNULL(@Price, [UnitPrice]), [ModifiedDate] = GETDATE() WHERE [${own.name}ID] = @ID;
        IF @@ROWCOUNT = 0
            INSERT INTO ${full(own)} ([Code], [Name], [Quantity], [UnitPrice], [StartDate]) VALUES (N'N' + CAST(@ID AS nvarchar(10)), @Name, 1, ISNULL(@Price, 0.00), DATEADD(day, -1, GETDATE()));
        COMMIT TRANSACTION;
    END TRY
    BEGIN CATCH
        IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        EXECUTE [dbo].[uspLogError];
    END CATCH;${index % 4 === 3 ? `\n    EXECUTE (N'UPDATE STATISTICS ' + N'${own.schema}.${own.name}');` : ''}
END`);

const trigger = (own: TableName): string =>
  go(`CREATE TRIGGER [${own.schema}].[u${own.name}] ON ${full(own)} AFTER UPDATE AS
BEGIN
    DECLARE @Count int = @@ROWCOUNT;
    IF @Count = 0 RETURN;
    SET NOCOUNT ON;
    IF UPDATE([Quantity]) OR UPDATE([UnitPrice])
        UPDATE t SET [ModifiedDate] = GETDATE() FROM ${full(own)} AS t INNER JOIN inserted AS i ON i.[${own.name}ID] = t.[${own.name}ID];
END`);

const common = [
  go('SET ANSI_NULLS ON'),
  go('SET QUOTED_IDENTIFIER ON'),
  ...schemas.map((schema) => go(`CREATE SCHEMA [${schema}] AUTHORIZATION [dbo]`)),
  go('CREATE TYPE [dbo].[Name] FROM [nvarchar](50) NULL'),
  go('CREATE TYPE [dbo].[Flag] FROM [bit] NOT NULL'),
  go('CREATE SEQUENCE [dbo].[TicketNumber] AS [bigint] START WITH 1000 INCREMENT BY 1'),
  go(`CREATE TABLE [dbo].[ErrorLog](
    [ErrorLogID] [int] IDENTITY(1,1) NOT NULL PRIMARY KEY,
    [ErrorTime] [datetime] NOT NULL DEFAULT (getdate()),
    [UserName] [sysname] NOT NULL,
    [ErrorNumber] [int] NOT NULL,
    [ErrorMessage] [nvarchar](4000) NOT NULL
)`),
  go(`CREATE PROCEDURE [dbo].[uspLogError] @ErrorLogID [int] = 0 OUTPUT AS
BEGIN
    SET NOCOUNT ON;
    IF ERROR_NUMBER() IS NULL RETURN;
    INSERT [dbo].[ErrorLog] ([UserName], [ErrorNumber], [ErrorMessage]) VALUES (CONVERT(sysname, CURRENT_USER), ERROR_NUMBER(), ERROR_MESSAGE());
    SET @ErrorLogID = SCOPE_IDENTITY();
END`),
].join('');

/**
 * The scripts of a database that was made up, the same for the same size: an import and export house with the kinds of objects that
 * large sample databases have. For measuring and for walks, where nobody's real scripts may be kept.
 * @param size 1 makes about 500 objects (70 tables, 20 views, 10 functions, 11 procedures, 10 triggers); the rest grows with it
 */
export function generatedDatabase(size = 1): GeneratedScript[] {
  const tables = tableNames(Math.round(70 * size));
  const parentOf = (index: number): TableName => tables[Math.floor(index / 3)] ?? (tables[0] as TableName);
  const every = (count: number): { own: TableName; index: number }[] => {
    const step = tables.length / Math.round(count * size);
    return Array.from({ length: Math.round(count * size) }, (_, i) => Math.floor(i * step)).map((index) => ({ own: tables[index] as TableName, index }));
  };
  return [
    { name: '1-types.sql', text: common },
    { name: '2-tables.sql', text: tables.map((own, index) => table(own, index, index === 0 ? undefined : parentOf(index))).join('') },
    {
      name: '3-code.sql',
      text: [
        ...every(20).map(({ own, index }) => view(own, parentOf(index))),
        ...every(10).map(({ own }) => scalarFunction(own)),
        ...every(10).map(({ own }, i) => procedure(own, i)),
        ...every(10).map(({ own }) => trigger(own)),
      ].join(''),
    },
  ];
}
