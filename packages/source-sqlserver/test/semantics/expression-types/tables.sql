CREATE TYPE dbo.Code FROM varchar(8) NOT NULL
GO
CREATE TYPE dbo.Ids AS TABLE (Id int NOT NULL PRIMARY KEY)
GO
CREATE SEQUENCE dbo.Numbers AS smallint
GO
CREATE SEQUENCE dbo.Plain
GO
CREATE TABLE dbo.T (
    i int NOT NULL, ni int NULL, ti tinyint NOT NULL, si smallint NOT NULL, bi bigint NOT NULL, b bit NOT NULL, nb bit NULL,
    d decimal(10, 2) NOT NULL, nd decimal(10, 2) NULL, d5 decimal(5, 4) NOT NULL, d38 decimal(38, 10) NOT NULL, m money NOT NULL, sm smallmoney NOT NULL, f float NOT NULL, r real NOT NULL,
    c char(5) NOT NULL, vc varchar(20) NOT NULL, nvc varchar(20) NULL, n nchar(5) NOT NULL, nv nvarchar(30) NOT NULL, vmax varchar(max) NULL, nmax nvarchar(max) NULL, tx text NULL, ntx ntext NULL,
    dt datetime NOT NULL, ndt datetime NULL, d2 datetime2(3) NOT NULL, d7 datetime2 NOT NULL, dto datetimeoffset(4) NOT NULL, da date NOT NULL, tm time(2) NOT NULL, sdt smalldatetime NOT NULL,
    bn binary(4) NOT NULL, vb varbinary(50) NOT NULL, vbmax varbinary(max) NULL, img image NULL, rv rowversion NOT NULL, g uniqueidentifier NOT NULL,
    x xml NULL, h hierarchyid NOT NULL, geo geography NULL, geom geometry NULL, sv sql_variant NULL, j nvarchar(max) NULL, code dbo.Code,
    gr varchar(10) COLLATE Greek_CI_AS NOT NULL, la varchar(10) COLLATE Latin1_General_CS_AS NOT NULL, id bigint IDENTITY NOT NULL, twice AS (i * 2), both_ AS (vc + nv))
GO
CREATE FUNCTION dbo.F (@a int) RETURNS decimal(9, 3) AS BEGIN RETURN @a END
GO
CREATE FUNCTION dbo.G (@a int) RETURNS nvarchar(50) AS BEGIN RETURN N'' END
GO
