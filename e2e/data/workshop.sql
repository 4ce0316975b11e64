-- A small bicycle workshop, written for Ferry's browser tests.
CREATE SCHEMA repair;
GO
CREATE SCHEMA parts;
GO
CREATE TABLE parts.Supplier
(
    SupplierId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Supplier PRIMARY KEY,
    Name nvarchar(80) NOT NULL CONSTRAINT UQ_Supplier_Name UNIQUE,
    Phone varchar(30) NULL
);
GO
CREATE TABLE parts.Part
(
    PartId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Part PRIMARY KEY,
    SupplierId int NOT NULL CONSTRAINT FK_Part_Supplier REFERENCES parts.Supplier (SupplierId),
    Code varchar(20) NOT NULL,
    Title nvarchar(120) NOT NULL,
    Price decimal(10, 2) NOT NULL CONSTRAINT DF_Part_Price DEFAULT (0),
    CONSTRAINT CK_Part_Price CHECK (Price >= 0)
);
GO
CREATE UNIQUE INDEX IX_Part_Code ON parts.Part (Code);
GO
CREATE TABLE repair.Bicycle
(
    BicycleId int IDENTITY(100, 1) NOT NULL CONSTRAINT PK_Bicycle PRIMARY KEY,
    FrameNumber varchar(40) NOT NULL,
    Owner nvarchar(100) NOT NULL,
    IsElectric bit NOT NULL CONSTRAINT DF_Bicycle_IsElectric DEFAULT (0)
);
GO
CREATE TABLE repair.Ticket
(
    TicketId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Ticket PRIMARY KEY,
    BicycleId int NOT NULL CONSTRAINT FK_Ticket_Bicycle REFERENCES repair.Bicycle (BicycleId) ON DELETE CASCADE,
    OpenedAt datetime2(0) NOT NULL CONSTRAINT DF_Ticket_OpenedAt DEFAULT (SYSDATETIME()),
    Notes nvarchar(max) NULL
);
GO
CREATE TABLE repair.TicketPart
(
    TicketId int NOT NULL CONSTRAINT FK_TicketPart_Ticket REFERENCES repair.Ticket (TicketId),
    PartId int NOT NULL CONSTRAINT FK_TicketPart_Part REFERENCES parts.Part (PartId),
    Quantity smallint NOT NULL,
    CONSTRAINT PK_TicketPart PRIMARY KEY (TicketId, PartId)
);
GO
CREATE VIEW repair.OpenTicket
AS
SELECT t.TicketId, b.FrameNumber, b.Owner, t.OpenedAt
FROM repair.Ticket AS t
JOIN repair.Bicycle AS b ON b.BicycleId = t.BicycleId;
GO
CREATE PROCEDURE repair.CloseTicket
    @TicketId int,
    @Notes nvarchar(max)
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE repair.Ticket SET Notes = @Notes WHERE TicketId = @TicketId;
    EXEC xp_cmdshell 'echo closed';
END;
GO
EXEC sp_addextendedproperty N'MS_Description', N'One visit of a bicycle', N'SCHEMA', N'repair', N'TABLE', N'Ticket';
GO
