/*
    Pedal & Post: a bicycle retailer with shops, a web shop, a workshop and suppliers.
    Storage objects: schemas, types, sequences, tables, keys, checks, indexes, descriptions.
*/
USE master
GO
IF DB_ID('PedalAndPost') IS NULL
    CREATE DATABASE PedalAndPost COLLATE Latin1_General_CI_AS;
GO
USE PedalAndPost
GO
SET ANSI_NULLS ON
SET QUOTED_IDENTIFIER ON
GO

CREATE SCHEMA people AUTHORIZATION dbo;
GO
CREATE SCHEMA catalogue AUTHORIZATION dbo;
GO
CREATE SCHEMA sales AUTHORIZATION dbo;
GO
CREATE SCHEMA stock AUTHORIZATION dbo;
GO
CREATE SCHEMA workshop AUTHORIZATION dbo;
GO
CREATE SCHEMA audit AUTHORIZATION dbo;
GO

-- Types ------------------------------------------------------------------------------------------------------------
CREATE TYPE dbo.EmailAddress FROM nvarchar(254) NULL;
GO
CREATE TYPE dbo.PhoneNumber FROM varchar(32) NULL;
GO
CREATE TYPE dbo.Money4 FROM decimal(19, 4) NOT NULL;
GO
CREATE TYPE dbo.Flag FROM bit NOT NULL;
GO
CREATE TYPE sales.OrderLineList AS TABLE
(
    LineNumber  int           NOT NULL PRIMARY KEY,
    ArticleId   int           NOT NULL,
    Quantity    smallint      NOT NULL CHECK (Quantity > 0),
    Discount    decimal(5, 4) NOT NULL DEFAULT (0)
);
GO
CREATE TYPE dbo.IdList AS TABLE (Id int NOT NULL PRIMARY KEY);
GO

-- Sequences --------------------------------------------------------------------------------------------------------
CREATE SEQUENCE sales.InvoiceNumber AS int START WITH 10001 INCREMENT BY 1 MINVALUE 10001 NO MAXVALUE NO CYCLE CACHE 50;
GO
CREATE SEQUENCE stock.BatchNumber AS bigint START WITH 1 INCREMENT BY 10 NO CACHE;
GO

-- People -----------------------------------------------------------------------------------------------------------
CREATE TABLE people.Country
(
    CountryCode char(2)      NOT NULL CONSTRAINT PK_Country PRIMARY KEY CLUSTERED,
    Name        nvarchar(80) NOT NULL CONSTRAINT UQ_Country_Name UNIQUE,
    VatRate     decimal(5, 4) NOT NULL CONSTRAINT DF_Country_VatRate DEFAULT (0.19),
    IsInUnion   dbo.Flag     NOT NULL CONSTRAINT DF_Country_IsInUnion DEFAULT ((1)),
    CONSTRAINT CK_Country_Code CHECK (CountryCode LIKE '[A-Z][A-Z]'),
    CONSTRAINT CK_Country_VatRate CHECK (VatRate >= 0 AND VatRate < 1)
);
GO
CREATE TABLE people.Address
(
    AddressId   int IDENTITY(1, 1) NOT NULL,
    Line1       nvarchar(120) NOT NULL,
    Line2       nvarchar(120) NULL,
    PostalCode  varchar(16)   NOT NULL,
    City        nvarchar(80)  NOT NULL,
    CountryCode char(2)       NOT NULL,
    Latitude    float         NULL,
    Longitude   float(53)     NULL,
    ModifiedAt  datetime2(3)  NOT NULL CONSTRAINT DF_Address_ModifiedAt DEFAULT (sysutcdatetime()),
    CONSTRAINT PK_Address PRIMARY KEY CLUSTERED (AddressId ASC),
    CONSTRAINT FK_Address_Country FOREIGN KEY (CountryCode) REFERENCES people.Country (CountryCode),
    CONSTRAINT CK_Address_Position CHECK ((Latitude IS NULL AND Longitude IS NULL)
        OR (Latitude BETWEEN -90 AND 90 AND Longitude BETWEEN -180 AND 180))
);
GO
CREATE TABLE people.Person
(
    PersonId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Person PRIMARY KEY CLUSTERED,
    Title       nvarchar(8)      NULL,
    FirstName   nvarchar(50)     NOT NULL,
    LastName    nvarchar(50)     NOT NULL,
    FullName    AS (FirstName + N' ' + LastName) PERSISTED,
    Email       dbo.EmailAddress NULL,
    Phone       dbo.PhoneNumber  NULL,
    BirthDate   date             NULL,
    Photo       varbinary(max)   NULL,
    Notes       nvarchar(max)    NULL,
    RowGuid     uniqueidentifier ROWGUIDCOL NOT NULL CONSTRAINT DF_Person_RowGuid DEFAULT (newid()),
    CreatedAt   datetime         NOT NULL CONSTRAINT DF_Person_CreatedAt DEFAULT (getdate()),
    CONSTRAINT CK_Person_BirthDate CHECK (BirthDate IS NULL OR BirthDate >= '19000101')
);
GO
CREATE UNIQUE NONCLUSTERED INDEX UX_Person_Email ON people.Person (Email) WHERE Email IS NOT NULL;
CREATE NONCLUSTERED INDEX IX_Person_Name ON people.Person (LastName ASC, FirstName ASC) INCLUDE (Phone);
GO
CREATE TABLE people.Shop
(
    ShopId      smallint IDENTITY(10, 10) NOT NULL CONSTRAINT PK_Shop PRIMARY KEY,
    Name        nvarchar(60) NOT NULL,
    AddressId   int          NOT NULL CONSTRAINT FK_Shop_Address REFERENCES people.Address (AddressId),
    OpensAt     time(0)      NOT NULL CONSTRAINT DF_Shop_OpensAt DEFAULT ('09:00'),
    ClosesAt    time(0)      NOT NULL CONSTRAINT DF_Shop_ClosesAt DEFAULT ('18:30'),
    FloorArea   real         NULL,
    CONSTRAINT UQ_Shop_Name UNIQUE NONCLUSTERED (Name),
    CONSTRAINT CK_Shop_Hours CHECK (ClosesAt > OpensAt)
);
GO
CREATE TABLE people.Employee
(
    EmployeeId  int         NOT NULL CONSTRAINT PK_Employee PRIMARY KEY,
    ShopId      smallint    NOT NULL,
    ManagerId   int         NULL,
    JobTitle    nvarchar(60) NOT NULL,
    Salary      smallmoney  NOT NULL,
    HiredOn     date        NOT NULL CONSTRAINT DF_Employee_HiredOn DEFAULT (CONVERT(date, getdate())),
    LeftOn      date        NULL,
    Gender      nchar(1)    NULL,
    IsMechanic  bit         NOT NULL DEFAULT (0),
    CONSTRAINT FK_Employee_Person FOREIGN KEY (EmployeeId) REFERENCES people.Person (PersonId),
    CONSTRAINT FK_Employee_Shop FOREIGN KEY (ShopId) REFERENCES people.Shop (ShopId),
    CONSTRAINT FK_Employee_Manager FOREIGN KEY (ManagerId) REFERENCES people.Employee (EmployeeId),
    CONSTRAINT CK_Employee_Gender CHECK (UPPER(Gender) IN ('F', 'M', 'X')),
    CONSTRAINT CK_Employee_Dates CHECK (LeftOn >= HiredOn OR LeftOn IS NULL)
);
GO
CREATE TABLE people.Customer
(
    CustomerId     int IDENTITY(1000, 1) NOT NULL CONSTRAINT PK_Customer PRIMARY KEY,
    PersonId       int          NOT NULL CONSTRAINT FK_Customer_Person REFERENCES people.Person (PersonId) ON DELETE CASCADE,
    CustomerNumber AS ('C' + RIGHT('000000' + CONVERT(varchar(10), CustomerId), 6)),
    CreditLimit    money        NULL,
    Newsletter     bit          NOT NULL CONSTRAINT DF_Customer_Newsletter DEFAULT (1),
    SinceOn        date         NOT NULL,
    Preferences    xml          NULL,
    Version        rowversion   NOT NULL,
    CONSTRAINT UQ_Customer_Person UNIQUE (PersonId),
    CONSTRAINT CK_Customer_Credit CHECK (CreditLimit >= $0.00)
);
GO
CREATE TABLE people.CustomerAddress
(
    CustomerId  int     NOT NULL,
    AddressId   int     NOT NULL,
    AddressKind char(1) NOT NULL CONSTRAINT DF_CustomerAddress_Kind DEFAULT ('S'),
    CONSTRAINT PK_CustomerAddress PRIMARY KEY CLUSTERED (CustomerId, AddressId, AddressKind),
    CONSTRAINT FK_CustomerAddress_Customer FOREIGN KEY (CustomerId) REFERENCES people.Customer (CustomerId) ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT FK_CustomerAddress_Address FOREIGN KEY (AddressId) REFERENCES people.Address (AddressId),
    CONSTRAINT CK_CustomerAddress_Kind CHECK (AddressKind IN ('S', 'B'))
);
GO
CREATE TABLE people.Consent
(
    CustomerId  int               NOT NULL CONSTRAINT FK_Consent_Customer REFERENCES people.Customer (CustomerId),
    Purpose     varchar(30)       NOT NULL,
    GivenAt     datetimeoffset(0) NOT NULL,
    RevokedAt   datetimeoffset(0) NULL,
    CONSTRAINT PK_Consent PRIMARY KEY (CustomerId, Purpose, GivenAt)
);
GO

-- Catalogue --------------------------------------------------------------------------------------------------------
CREATE TABLE catalogue.Brand
(
    BrandId   int IDENTITY NOT NULL CONSTRAINT PK_Brand PRIMARY KEY,
    Name      nvarchar(60) NOT NULL CONSTRAINT UQ_Brand_Name UNIQUE,
    Website   varchar(200) NULL,
    Logo      image        NULL
);
GO
CREATE TABLE catalogue.Category
(
    CategoryId       int IDENTITY NOT NULL CONSTRAINT PK_Category PRIMARY KEY,
    ParentCategoryId int NULL CONSTRAINT FK_Category_Parent REFERENCES catalogue.Category (CategoryId),
    Name             nvarchar(60) NOT NULL,
    SortOrder        tinyint NOT NULL CONSTRAINT DF_Category_SortOrder DEFAULT (100)
);
GO
CREATE TABLE catalogue.Article
(
    ArticleId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Article PRIMARY KEY CLUSTERED,
    Sku          varchar(20)   NOT NULL,
    Name         nvarchar(100) NOT NULL,
    BrandId      int           NOT NULL,
    CategoryId   int           NOT NULL,
    ListPrice    money         NOT NULL,
    CostPrice    dbo.Money4    NOT NULL,
    Margin       AS (ListPrice - CostPrice),
    WeightKg     decimal(8, 3) NULL,
    Colour       nvarchar(30)  NULL,
    IsBicycle    bit           NOT NULL CONSTRAINT DF_Article_IsBicycle DEFAULT (0),
    Specification xml          NULL,
    Attributes   nvarchar(max) NULL,
    OnSaleFrom   smalldatetime NULL,
    Discontinued datetime      NULL,
    RowGuid      uniqueidentifier NOT NULL CONSTRAINT DF_Article_RowGuid DEFAULT (newsequentialid()),
    CONSTRAINT UQ_Article_Sku UNIQUE (Sku),
    CONSTRAINT FK_Article_Brand FOREIGN KEY (BrandId) REFERENCES catalogue.Brand (BrandId),
    CONSTRAINT FK_Article_Category FOREIGN KEY (CategoryId) REFERENCES catalogue.Category (CategoryId),
    CONSTRAINT CK_Article_Price CHECK (ListPrice > 0 AND CostPrice >= 0),
    CONSTRAINT CK_Article_Sku CHECK (Sku LIKE '[A-Z][A-Z]-[0-9][0-9][0-9]%')
);
GO
CREATE NONCLUSTERED INDEX IX_Article_Category ON catalogue.Article (CategoryId, ListPrice DESC) INCLUDE (Name, Sku) WITH (FILLFACTOR = 90);
CREATE NONCLUSTERED INDEX IX_Article_Active ON catalogue.Article (BrandId) WHERE Discontinued IS NULL;
GO
CREATE TABLE catalogue.ArticleImage
(
    ArticleId int            NOT NULL,
    ImageNo   tinyint        NOT NULL,
    Content   varbinary(max) NOT NULL,
    Checksum  binary(16)     NULL,
    AltText   nvarchar(200)  NULL,
    CONSTRAINT PK_ArticleImage PRIMARY KEY (ArticleId, ImageNo),
    CONSTRAINT FK_ArticleImage_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId) ON DELETE CASCADE
);
GO
CREATE TABLE catalogue.PriceHistory
(
    ArticleId int          NOT NULL,
    ValidFrom datetime2(7) NOT NULL,
    ValidTo   datetime2(7) NULL,
    Price     money        NOT NULL,
    ChangedBy sysname      NOT NULL CONSTRAINT DF_PriceHistory_ChangedBy DEFAULT (suser_sname()),
    CONSTRAINT PK_PriceHistory PRIMARY KEY (ArticleId, ValidFrom),
    CONSTRAINT FK_PriceHistory_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId)
);
GO
CREATE TABLE catalogue.Bicycle
(
    ArticleId   int          NOT NULL CONSTRAINT PK_Bicycle PRIMARY KEY CONSTRAINT FK_Bicycle_Article REFERENCES catalogue.Article (ArticleId),
    FrameSizeCm tinyint      NOT NULL,
    WheelInch   decimal(4, 1) NOT NULL,
    Gears       smallint     NOT NULL,
    IsElectric  bit          NOT NULL CONSTRAINT DF_Bicycle_IsElectric DEFAULT ('FALSE'),
    BatteryWh   int          NULL,
    CONSTRAINT CK_Bicycle_Battery CHECK (IsElectric = 0 OR BatteryWh IS NOT NULL)
);
GO
CREATE TABLE catalogue.Tag (TagId int IDENTITY PRIMARY KEY, Name varchar(40) NOT NULL UNIQUE);
GO
CREATE TABLE catalogue.ArticleTag
(
    ArticleId int NOT NULL REFERENCES catalogue.Article (ArticleId),
    TagId     int NOT NULL REFERENCES catalogue.Tag (TagId),
    PRIMARY KEY (ArticleId, TagId)
);
GO
CREATE TABLE catalogue.Review
(
    ReviewId   bigint IDENTITY(1, 1) NOT NULL,
    ArticleId  int           NOT NULL,
    CustomerId int           NULL,
    Rating     tinyint       NOT NULL,
    [Text]     nvarchar(2000) NULL,
    PostedAt   datetime      NOT NULL CONSTRAINT DF_Review_PostedAt DEFAULT (getdate()),
    Approved   bit           NULL,
    CONSTRAINT PK_Review PRIMARY KEY NONCLUSTERED (ReviewId),
    CONSTRAINT FK_Review_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId),
    CONSTRAINT FK_Review_Customer FOREIGN KEY (CustomerId) REFERENCES people.Customer (CustomerId) ON DELETE SET NULL,
    CONSTRAINT CK_Review_Rating CHECK (Rating BETWEEN 1 AND 5)
);
GO
CREATE CLUSTERED INDEX CX_Review ON catalogue.Review (ArticleId, PostedAt DESC);
GO

-- Stock ------------------------------------------------------------------------------------------------------------
CREATE TABLE stock.Supplier
(
    SupplierId   int IDENTITY NOT NULL CONSTRAINT PK_Supplier PRIMARY KEY,
    Name         nvarchar(100) NOT NULL,
    AddressId    int NULL CONSTRAINT FK_Supplier_Address REFERENCES people.Address (AddressId),
    Email        dbo.EmailAddress,
    PaymentDays  smallint NOT NULL CONSTRAINT DF_Supplier_PaymentDays DEFAULT (30),
    Rating       tinyint NULL,
    IsActive     dbo.Flag NOT NULL CONSTRAINT DF_Supplier_IsActive DEFAULT (1)
);
GO
CREATE TABLE stock.Warehouse
(
    WarehouseId smallint NOT NULL CONSTRAINT PK_Warehouse PRIMARY KEY,
    ShopId      smallint NULL CONSTRAINT FK_Warehouse_Shop REFERENCES people.Shop (ShopId),
    Name        nvarchar(60) NOT NULL
);
GO
CREATE TABLE stock.Bin
(
    WarehouseId smallint NOT NULL,
    BinCode     varchar(10) NOT NULL,
    Capacity    int NULL,
    CONSTRAINT PK_Bin PRIMARY KEY (WarehouseId, BinCode),
    CONSTRAINT FK_Bin_Warehouse FOREIGN KEY (WarehouseId) REFERENCES stock.Warehouse (WarehouseId),
    CONSTRAINT CK_Bin_Code CHECK (BinCode LIKE '[A-Z][0-9][0-9]' OR BinCode = 'FLOOR')
);
GO
CREATE TABLE stock.Level
(
    WarehouseId smallint NOT NULL,
    BinCode     varchar(10) NOT NULL,
    ArticleId   int NOT NULL,
    Quantity    int NOT NULL CONSTRAINT DF_Level_Quantity DEFAULT (0),
    Reserved    int NOT NULL CONSTRAINT DF_Level_Reserved DEFAULT (0),
    Available   AS (Quantity - Reserved) PERSISTED,
    CountedAt   datetime NULL,
    CONSTRAINT PK_Level PRIMARY KEY (WarehouseId, BinCode, ArticleId),
    CONSTRAINT FK_Level_Bin FOREIGN KEY (WarehouseId, BinCode) REFERENCES stock.Bin (WarehouseId, BinCode) ON UPDATE CASCADE,
    CONSTRAINT FK_Level_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId),
    CONSTRAINT CK_Level_Quantity CHECK (Quantity >= 0 AND Reserved >= 0 AND Reserved <= Quantity)
);
GO
CREATE TABLE stock.PurchaseOrder
(
    PurchaseOrderId int IDENTITY(5000, 1) NOT NULL CONSTRAINT PK_PurchaseOrder PRIMARY KEY,
    SupplierId      int NOT NULL CONSTRAINT FK_PurchaseOrder_Supplier REFERENCES stock.Supplier (SupplierId),
    OrderedOn       date NOT NULL CONSTRAINT DF_PurchaseOrder_OrderedOn DEFAULT (getdate()),
    Status          tinyint NOT NULL CONSTRAINT DF_PurchaseOrder_Status DEFAULT (1),
    Total           money NOT NULL CONSTRAINT DF_PurchaseOrder_Total DEFAULT (0.00),
    CONSTRAINT CK_PurchaseOrder_Status CHECK (Status BETWEEN 1 AND 4)
);
GO
CREATE TABLE stock.PurchaseOrderLine
(
    PurchaseOrderId int NOT NULL,
    LineNumber      smallint NOT NULL,
    ArticleId       int NOT NULL,
    Quantity        int NOT NULL,
    UnitCost        dbo.Money4,
    LineTotal       AS (ISNULL(Quantity * UnitCost, 0.0)),
    CONSTRAINT PK_PurchaseOrderLine PRIMARY KEY (PurchaseOrderId, LineNumber),
    CONSTRAINT FK_PurchaseOrderLine_Order FOREIGN KEY (PurchaseOrderId) REFERENCES stock.PurchaseOrder (PurchaseOrderId) ON DELETE CASCADE,
    CONSTRAINT FK_PurchaseOrderLine_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId)
);
GO
CREATE TABLE stock.Movement
(
    MovementId  bigint IDENTITY NOT NULL CONSTRAINT PK_Movement PRIMARY KEY,
    BatchNumber bigint NOT NULL CONSTRAINT DF_Movement_Batch DEFAULT (NEXT VALUE FOR stock.BatchNumber),
    ArticleId   int NOT NULL CONSTRAINT FK_Movement_Article REFERENCES catalogue.Article (ArticleId),
    WarehouseId smallint NOT NULL CONSTRAINT FK_Movement_Warehouse REFERENCES stock.Warehouse (WarehouseId),
    Quantity    int NOT NULL,
    Reason      varchar(20) NOT NULL,
    MovedAt     datetime2(3) NOT NULL CONSTRAINT DF_Movement_MovedAt DEFAULT (sysdatetime()),
    Payload     sql_variant NULL
);
GO
CREATE NONCLUSTERED INDEX IX_Movement_Article ON stock.Movement (ArticleId, MovedAt DESC);
GO
ALTER TABLE stock.Movement WITH NOCHECK ADD CONSTRAINT CK_Movement_Reason CHECK (Reason IN ('sale', 'return', 'receipt', 'count', 'loss'));
GO

-- Sales ------------------------------------------------------------------------------------------------------------
CREATE TABLE sales.Channel (ChannelCode char(3) NOT NULL CONSTRAINT PK_Channel PRIMARY KEY, Name nvarchar(40) NOT NULL);
GO
CREATE TABLE sales.Voucher
(
    VoucherCode varchar(12)   NOT NULL CONSTRAINT PK_Voucher PRIMARY KEY,
    Percentage  decimal(5, 2) NULL,
    Amount      money         NULL,
    ValidUntil  date          NULL,
    MaxUses     int           NULL,
    Uses        int           NOT NULL CONSTRAINT DF_Voucher_Uses DEFAULT (0),
    CONSTRAINT CK_Voucher_Value CHECK ((Percentage IS NULL AND Amount IS NOT NULL) OR (Percentage IS NOT NULL AND Amount IS NULL))
);
GO
CREATE TABLE sales.[Order]
(
    OrderId     int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Order PRIMARY KEY,
    OrderNumber varchar(20)  NOT NULL CONSTRAINT DF_Order_Number DEFAULT (''),
    CustomerId  int          NOT NULL,
    ChannelCode char(3)      NOT NULL,
    ShopId      smallint     NULL,
    SellerId    int          NULL,
    OrderedAt   datetime     NOT NULL CONSTRAINT DF_Order_OrderedAt DEFAULT (getdate()),
    DueOn       date         NULL,
    ShippedAt   datetime     NULL,
    Status      tinyint      NOT NULL CONSTRAINT DF_Order_Status DEFAULT (1),
    VoucherCode varchar(12)  NULL,
    SubTotal    money        NOT NULL CONSTRAINT DF_Order_SubTotal DEFAULT (0),
    Tax         money        NOT NULL CONSTRAINT DF_Order_Tax DEFAULT (0),
    Freight     money        NOT NULL CONSTRAINT DF_Order_Freight DEFAULT (0),
    Total       AS (ISNULL(SubTotal + Tax + Freight, 0)),
    Comment     nvarchar(400) NULL,
    CONSTRAINT FK_Order_Customer FOREIGN KEY (CustomerId) REFERENCES people.Customer (CustomerId),
    CONSTRAINT FK_Order_Channel FOREIGN KEY (ChannelCode) REFERENCES sales.Channel (ChannelCode),
    CONSTRAINT FK_Order_Shop FOREIGN KEY (ShopId) REFERENCES people.Shop (ShopId),
    CONSTRAINT FK_Order_Seller FOREIGN KEY (SellerId) REFERENCES people.Employee (EmployeeId),
    CONSTRAINT FK_Order_Voucher FOREIGN KEY (VoucherCode) REFERENCES sales.Voucher (VoucherCode) ON UPDATE CASCADE,
    CONSTRAINT CK_Order_Status CHECK (Status >= 0 AND Status <= 8),
    CONSTRAINT CK_Order_Shipped CHECK (ShippedAt >= OrderedAt OR ShippedAt IS NULL)
);
GO
CREATE INDEX IX_Order_Customer ON sales.[Order] (CustomerId, OrderedAt DESC);
CREATE INDEX IX_Order_Open ON sales.[Order] (Status) INCLUDE (CustomerId, DueOn) WHERE ShippedAt IS NULL;
GO
CREATE TABLE sales.OrderLine
(
    OrderId    int           NOT NULL,
    LineNumber int           NOT NULL,
    ArticleId  int           NOT NULL,
    Quantity   smallint      NOT NULL,
    UnitPrice  money         NOT NULL,
    Discount   decimal(5, 4) NOT NULL CONSTRAINT DF_OrderLine_Discount DEFAULT (0.0),
    LineTotal  AS (UnitPrice * Quantity * (1.0 - Discount)),
    CONSTRAINT PK_OrderLine PRIMARY KEY CLUSTERED (OrderId, LineNumber),
    CONSTRAINT FK_OrderLine_Order FOREIGN KEY (OrderId) REFERENCES sales.[Order] (OrderId) ON DELETE CASCADE,
    CONSTRAINT FK_OrderLine_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId),
    CONSTRAINT CK_OrderLine_Quantity CHECK (Quantity > 0),
    CONSTRAINT CK_OrderLine_Discount CHECK (Discount BETWEEN 0 AND 1)
);
GO
CREATE TABLE sales.Invoice
(
    InvoiceNumber int NOT NULL CONSTRAINT DF_Invoice_Number DEFAULT (NEXT VALUE FOR sales.InvoiceNumber) CONSTRAINT PK_Invoice PRIMARY KEY,
    OrderId       int NOT NULL CONSTRAINT UQ_Invoice_Order UNIQUE CONSTRAINT FK_Invoice_Order REFERENCES sales.[Order] (OrderId),
    IssuedOn      date NOT NULL,
    Amount        money NOT NULL,
    PaidOn        date NULL,
    Document      varbinary(max) NULL
);
GO
CREATE TABLE sales.Payment
(
    PaymentId  uniqueidentifier NOT NULL CONSTRAINT DF_Payment_Id DEFAULT (newid()) CONSTRAINT PK_Payment PRIMARY KEY NONCLUSTERED,
    InvoiceNumber int NOT NULL CONSTRAINT FK_Payment_Invoice REFERENCES sales.Invoice (InvoiceNumber),
    Method     varchar(10) NOT NULL,
    Amount     money NOT NULL,
    ReceivedAt datetimeoffset(3) NOT NULL CONSTRAINT DF_Payment_ReceivedAt DEFAULT (sysdatetimeoffset()),
    CONSTRAINT CK_Payment_Amount CHECK (Amount <> 0)
);
GO
CREATE TABLE sales.Shipment
(
    ShipmentId  int IDENTITY PRIMARY KEY,
    OrderId     int NOT NULL REFERENCES sales.[Order] (OrderId),
    Carrier     nvarchar(40) NOT NULL,
    TrackingNo  varchar(60) SPARSE NULL,
    WeightKg    decimal(9, 3) NULL,
    SentAt      datetime2 NULL,
    DeliveredAt datetime2 NULL
);
GO
CREATE TABLE sales.Basket
(
    BasketId   uniqueidentifier NOT NULL DEFAULT (newid()) PRIMARY KEY,
    CustomerId int NULL REFERENCES people.Customer (CustomerId),
    Items      nvarchar(max) NOT NULL DEFAULT (N'[]'),
    TouchedAt  datetime NOT NULL DEFAULT (getutcdate()),
    CONSTRAINT CK_Basket_Items CHECK (ISJSON(Items) = 1)
);
GO
CREATE TABLE sales.Target
(
    ShopId     smallint NOT NULL REFERENCES people.Shop (ShopId),
    TargetYear smallint NOT NULL,
    TargetMonth tinyint NOT NULL CHECK (TargetMonth BETWEEN 1 AND 12),
    Amount     money NOT NULL,
    CONSTRAINT PK_Target PRIMARY KEY (ShopId, TargetYear DESC, TargetMonth)
);
GO

-- Workshop ---------------------------------------------------------------------------------------------------------
CREATE TABLE workshop.ServiceKind
(
    ServiceKindId int NOT NULL CONSTRAINT PK_ServiceKind PRIMARY KEY,
    Name          nvarchar(60) NOT NULL,
    Minutes       smallint NOT NULL,
    Price         smallmoney NOT NULL
);
GO
CREATE TABLE workshop.CustomerBicycle
(
    CustomerBicycleId int IDENTITY NOT NULL CONSTRAINT PK_CustomerBicycle PRIMARY KEY,
    CustomerId        int NOT NULL CONSTRAINT FK_CustomerBicycle_Customer REFERENCES people.Customer (CustomerId),
    ArticleId         int NULL CONSTRAINT FK_CustomerBicycle_Article REFERENCES catalogue.Article (ArticleId),
    FrameNumber       varchar(40) NOT NULL,
    Description       nvarchar(200) NULL,
    CONSTRAINT UQ_CustomerBicycle_Frame UNIQUE (FrameNumber)
);
GO
CREATE TABLE workshop.Job
(
    JobId             int IDENTITY NOT NULL CONSTRAINT PK_Job PRIMARY KEY,
    CustomerBicycleId int NOT NULL CONSTRAINT FK_Job_Bicycle REFERENCES workshop.CustomerBicycle (CustomerBicycleId),
    MechanicId        int NULL CONSTRAINT FK_Job_Mechanic REFERENCES people.Employee (EmployeeId),
    PromisedFor       smalldatetime NULL,
    StartedAt         datetime NULL,
    FinishedAt        datetime NULL,
    MinutesWorked     AS (DATEDIFF(minute, StartedAt, FinishedAt)),
    Status            varchar(12) NOT NULL CONSTRAINT DF_Job_Status DEFAULT ('new'),
    Remarks           ntext NULL,
    CONSTRAINT CK_Job_Status CHECK (Status IN ('new', 'waiting', 'in work', 'done', 'collected'))
);
GO
CREATE TABLE workshop.JobService
(
    JobId         int NOT NULL CONSTRAINT FK_JobService_Job REFERENCES workshop.Job (JobId) ON DELETE CASCADE,
    ServiceKindId int NOT NULL CONSTRAINT FK_JobService_Kind REFERENCES workshop.ServiceKind (ServiceKindId),
    Quantity      tinyint NOT NULL DEFAULT (1),
    CONSTRAINT PK_JobService PRIMARY KEY (JobId, ServiceKindId)
);
GO
CREATE TABLE workshop.JobPart
(
    JobId     int NOT NULL,
    ArticleId int NOT NULL,
    Quantity  smallint NOT NULL,
    Price     money NOT NULL,
    CONSTRAINT PK_JobPart PRIMARY KEY (JobId, ArticleId),
    CONSTRAINT FK_JobPart_Job FOREIGN KEY (JobId) REFERENCES workshop.Job (JobId) ON DELETE CASCADE,
    CONSTRAINT FK_JobPart_Article FOREIGN KEY (ArticleId) REFERENCES catalogue.Article (ArticleId)
);
GO
CREATE TABLE workshop.Appointment
(
    AppointmentId int IDENTITY PRIMARY KEY,
    ShopId   smallint NOT NULL REFERENCES people.Shop (ShopId),
    JobId    int NULL REFERENCES workshop.Job (JobId),
    OnDate   date NOT NULL,
    AtTime   time(0) NOT NULL,
    CONSTRAINT UQ_Appointment UNIQUE (ShopId, OnDate, AtTime)
);
GO

-- Audit ------------------------------------------------------------------------------------------------------------
CREATE TABLE audit.ErrorLog
(
    ErrorLogId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ErrorLog PRIMARY KEY,
    LoggedAt   datetime NOT NULL CONSTRAINT DF_ErrorLog_LoggedAt DEFAULT (getdate()),
    UserName   sysname NOT NULL CONSTRAINT DF_ErrorLog_UserName DEFAULT (CONVERT(sysname, CURRENT_USER)),
    Number     int NOT NULL,
    Severity   int NULL,
    [State]    int NULL,
    [Procedure] nvarchar(126) NULL,
    Line       int NULL,
    Message    nvarchar(4000) NOT NULL
);
GO
CREATE TABLE audit.ChangeLog
(
    ChangeLogId bigint IDENTITY NOT NULL CONSTRAINT PK_ChangeLog PRIMARY KEY,
    TableName   sysname NOT NULL,
    KeyValue    nvarchar(100) NOT NULL,
    ChangeKind  char(1) NOT NULL CONSTRAINT CK_ChangeLog_Kind CHECK (ChangeKind IN ('I', 'U', 'D')),
    ChangedAt   datetime2(7) NOT NULL CONSTRAINT DF_ChangeLog_ChangedAt DEFAULT (sysdatetime()),
    Detail      xml NULL
);
GO
CREATE TABLE dbo.Setting (Name varchar(60) NOT NULL CONSTRAINT PK_Setting PRIMARY KEY, Value nvarchar(400) NULL, [Group] varchar(30) NOT NULL DEFAULT 'general');
GO
CREATE TABLE dbo.Calendar
(
    [Date]     date NOT NULL CONSTRAINT PK_Calendar PRIMARY KEY,
    [Year]     AS (DATEPART(year, [Date])) PERSISTED,
    [Month]    AS (DATEPART(month, [Date])) PERSISTED,
    IsHoliday  bit NOT NULL DEFAULT 0,
    [Name]     nvarchar(60) NULL
);
GO

CREATE SYNONYM dbo.Customers FOR people.Customer;
GO
CREATE SYNONYM dbo.Articles FOR catalogue.Article;
GO

EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Everything that can be sold.', @level0type = N'SCHEMA', @level0name = N'catalogue', @level1type = N'TABLE', @level1name = N'Article';
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Stock keeping unit: two letters, a hyphen, at least three digits.', @level0type = N'SCHEMA', @level0name = N'catalogue', @level1type = N'TABLE', @level1name = N'Article', @level2type = N'COLUMN', @level2name = N'Sku';
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Orders of all channels; a line''s price is fixed when it is ordered.', @level0type = N'SCHEMA', @level0name = N'sales', @level1type = N'TABLE', @level1name = N'Order';
EXEC sp_addextendedproperty 'MS_Description', 'People, shops and where they are.', 'SCHEMA', 'people';
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Finds the open orders quickly.', @level0type = N'SCHEMA', @level0name = N'sales', @level1type = N'TABLE', @level1name = N'Order', @level2type = N'INDEX', @level2name = N'IX_Order_Open';
GO
