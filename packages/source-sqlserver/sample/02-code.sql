/*
    Pedal & Post: functions, views, procedures and triggers.
*/
USE PedalAndPost
GO
SET ANSI_NULLS ON
SET QUOTED_IDENTIFIER ON
GO

-- Functions --------------------------------------------------------------------------------------------------------
CREATE FUNCTION dbo.ufnLeadingZeros (@Value int)
RETURNS varchar(8)
WITH SCHEMABINDING
AS
BEGIN
    DECLARE @Result varchar(8);
    SET @Result = CONVERT(varchar(8), @Value);
    -- eight digits, padded on the left
    SET @Result = REPLICATE('0', 8 - DATALENGTH(@Result)) + @Result;
    RETURN (@Result);
END;
GO
CREATE FUNCTION sales.ufnNetPrice (@Price money, @Discount decimal(5, 4))
RETURNS money
AS
BEGIN
    IF @Price IS NULL
        RETURN NULL;
    RETURN ROUND(@Price * (1 - ISNULL(@Discount, 0)), 2);
END
GO
CREATE FUNCTION sales.ufnStatusText (@Status tinyint)
RETURNS nvarchar(15)
AS
BEGIN
    DECLARE @Text nvarchar(15);
    SET @Text = CASE @Status
        WHEN 1 THEN N'In process'
        WHEN 2 THEN N'Approved'
        WHEN 3 THEN N'Backordered'
        WHEN 4 THEN N'Rejected'
        WHEN 5 THEN N'Shipped'
        WHEN 6 THEN N'Cancelled'
        ELSE N'** Invalid **'
    END;
    RETURN @Text;
END
GO
CREATE FUNCTION people.ufnAge (@BirthDate date, @OnDate date)
RETURNS int
AS
BEGIN
    DECLARE @Age int = DATEDIFF(year, @BirthDate, @OnDate);
    IF DATEADD(year, @Age, @BirthDate) > @OnDate
        SET @Age = @Age - 1;
    RETURN @Age;
END
GO
CREATE FUNCTION stock.ufnAvailable (@ArticleId int)
RETURNS int
AS
BEGIN
    DECLARE @Sum int;
    SELECT @Sum = SUM(l.Quantity - l.Reserved)
    FROM stock.Level AS l
    WHERE l.ArticleId = @ArticleId;
    IF (@Sum IS NULL)
        SET @Sum = 0;
    RETURN @Sum;
END
GO
CREATE FUNCTION dbo.ufnStartOfMonth (@Date datetime)
RETURNS datetime
AS
BEGIN
    RETURN DATEADD(month, DATEDIFF(month, 0, @Date), 0);
END
GO
CREATE FUNCTION sales.ufnOrdersOfCustomer (@CustomerId int)
RETURNS TABLE
AS
RETURN
(
    SELECT o.OrderId, o.OrderedAt, o.Total, sales.ufnStatusText(o.Status) AS StatusText
    FROM sales.[Order] AS o
    WHERE o.CustomerId = @CustomerId
);
GO
CREATE FUNCTION catalogue.ufnCategoryTree (@RootId int)
RETURNS TABLE
AS
RETURN
    WITH Tree (CategoryId, ParentCategoryId, Name, Depth) AS
    (
        SELECT c.CategoryId, c.ParentCategoryId, c.Name, 0
        FROM catalogue.Category AS c
        WHERE c.CategoryId = @RootId
        UNION ALL
        SELECT c.CategoryId, c.ParentCategoryId, c.Name, t.Depth + 1
        FROM catalogue.Category AS c
            INNER JOIN Tree AS t ON c.ParentCategoryId = t.CategoryId
    )
    SELECT CategoryId, ParentCategoryId, Name, Depth FROM Tree;
GO
CREATE FUNCTION people.ufnContact (@PersonId int)
RETURNS @Contact TABLE
(
    PersonId   int NOT NULL PRIMARY KEY,
    Name       nvarchar(101) NULL,
    Email      nvarchar(254) NULL,
    Role       nvarchar(20) NULL
)
AS
BEGIN
    IF EXISTS (SELECT * FROM people.Employee WHERE EmployeeId = @PersonId)
        INSERT INTO @Contact
        SELECT p.PersonId, p.FirstName + N' ' + p.LastName, p.Email, N'Employee'
        FROM people.Person AS p WHERE p.PersonId = @PersonId;
    ELSE
        INSERT INTO @Contact (PersonId, Name, Email, Role)
        SELECT p.PersonId, p.FirstName + N' ' + p.LastName, p.Email, N'Customer'
        FROM people.Person AS p WHERE p.PersonId = @PersonId;
    RETURN;
END
GO
CREATE FUNCTION dbo.ufnSplitIds (@List varchar(max), @Separator char(1) = ',')
RETURNS @Ids TABLE (Position int IDENTITY(1, 1) NOT NULL, Id int NOT NULL)
AS
BEGIN
    DECLARE @Start int, @Stop int;
    SET @Start = 1;
    SET @List = @List + @Separator;
    SET @Stop = CHARINDEX(@Separator, @List, @Start);
    WHILE @Stop > 0
    BEGIN
        IF @Stop > @Start
            INSERT INTO @Ids (Id) VALUES (CAST(SUBSTRING(@List, @Start, @Stop - @Start) AS int));
        SET @Start = @Stop + 1;
        SET @Stop = CHARINDEX(@Separator, @List, @Start);
    END
    RETURN;
END
GO

-- Views ------------------------------------------------------------------------------------------------------------
CREATE VIEW people.vCustomer
AS
SELECT c.CustomerId, c.CustomerNumber, p.FullName, p.Email, p.Phone,
       CASE WHEN c.Newsletter = 1 THEN 'yes' ELSE 'no' END AS Newsletter,
       ISNULL(c.CreditLimit, 0) AS CreditLimit
FROM people.Customer AS c
    INNER JOIN people.Person AS p ON p.PersonId = c.PersonId;
GO
CREATE VIEW people.vEmployee
AS
SELECT e.EmployeeId, p.LastName + N', ' + p.FirstName AS [Name], e.JobTitle, s.Name AS Shop, m.LastName AS ManagerName,
       DATEDIFF(year, e.HiredOn, GETDATE()) AS YearsOfService
FROM people.Employee e
    JOIN people.Person p ON p.PersonId = e.EmployeeId
    JOIN people.Shop s ON s.ShopId = e.ShopId
    LEFT OUTER JOIN people.Person m ON m.PersonId = e.ManagerId
WHERE e.LeftOn IS NULL;
GO
CREATE VIEW people.vAddressLabel
AS
SELECT a.AddressId,
       a.Line1 + ISNULL(CHAR(10) + a.Line2, '') + CHAR(10) + a.PostalCode + ' ' + UPPER(a.City) AS Label,
       k.Name AS Country
FROM people.Address a JOIN people.Country k ON k.CountryCode = a.CountryCode;
GO
CREATE VIEW catalogue.vArticle WITH SCHEMABINDING
AS
SELECT a.ArticleId, a.Sku, a.Name, b.Name AS Brand, c.Name AS Category, a.ListPrice, a.Colour
FROM catalogue.Article AS a
    INNER JOIN catalogue.Brand AS b ON b.BrandId = a.BrandId
    INNER JOIN catalogue.Category AS c ON c.CategoryId = a.CategoryId
WHERE a.Discontinued IS NULL;
GO
CREATE VIEW catalogue.vBicycle
AS
SELECT v.ArticleId, v.Sku, v.Name, v.Brand, y.FrameSizeCm, y.WheelInch, y.Gears, y.IsElectric,
       IIF(y.IsElectric = 1, CONCAT(y.BatteryWh, ' Wh'), '-') AS Battery
FROM catalogue.vArticle AS v INNER JOIN catalogue.Bicycle AS y ON y.ArticleId = v.ArticleId;
GO
CREATE VIEW catalogue.vRating (ArticleId, Reviews, AverageRating, LastReview)
AS
SELECT r.ArticleId, COUNT(*), AVG(CAST(r.Rating AS decimal(3, 2))), MAX(r.PostedAt)
FROM catalogue.Review AS r
WHERE r.Approved = 1
GROUP BY r.ArticleId
HAVING COUNT(*) >= 3;
GO
CREATE VIEW catalogue.vSpecification
AS
SELECT a.ArticleId,
       a.Specification.value('(/spec/frame/@material)[1]', 'nvarchar(40)') AS FrameMaterial,
       a.Specification.value('(/spec/weight)[1]', 'decimal(8,3)') AS SpecifiedWeight
FROM catalogue.Article AS a
WHERE a.Specification IS NOT NULL;
GO
CREATE VIEW sales.vOrder
AS
SELECT o.OrderId, o.OrderNumber, o.OrderedAt, YEAR(o.OrderedAt) AS OrderYear, o.Total, c.FullName AS Customer,
       sales.ufnStatusText(o.Status) AS StatusText, n.Name AS Channel
FROM sales.[Order] o
    JOIN people.vCustomer c ON c.CustomerId = o.CustomerId
    JOIN sales.Channel n ON n.ChannelCode = o.ChannelCode;
GO
CREATE VIEW sales.vTurnoverByMonth
AS
SELECT YEAR(o.OrderedAt) AS [Year], MONTH(o.OrderedAt) AS [Month], o.ShopId, SUM(l.LineTotal) AS Turnover, COUNT(DISTINCT o.OrderId) AS Orders
FROM sales.[Order] o JOIN sales.OrderLine l ON l.OrderId = o.OrderId
GROUP BY YEAR(o.OrderedAt), MONTH(o.OrderedAt), o.ShopId;
GO
CREATE VIEW sales.vBestCustomers
AS
SELECT TOP (100) WITH TIES c.CustomerId, SUM(o.Total) AS Spent
FROM people.Customer c JOIN sales.[Order] o ON o.CustomerId = c.CustomerId
GROUP BY c.CustomerId
ORDER BY SUM(o.Total) DESC;
GO
CREATE VIEW sales.vOrderRank
AS
SELECT o.OrderId, o.CustomerId, o.Total,
       ROW_NUMBER() OVER (PARTITION BY o.CustomerId ORDER BY o.OrderedAt) AS OrderNo,
       RANK() OVER (ORDER BY o.Total DESC) AS TotalRank,
       SUM(o.Total) OVER (PARTITION BY o.CustomerId ORDER BY o.OrderedAt ROWS UNBOUNDED PRECEDING) AS RunningTotal
FROM sales.[Order] o;
GO
CREATE VIEW sales.vTurnoverByQuarter
AS
SELECT [Year], [1] AS Q1, [2] AS Q2, [3] AS Q3, [4] AS Q4
FROM (SELECT YEAR(OrderedAt) AS [Year], DATEPART(quarter, OrderedAt) AS Quarter, Total FROM sales.[Order]) AS s
PIVOT (SUM(Total) FOR Quarter IN ([1], [2], [3], [4])) AS p;
GO
CREATE VIEW stock.vShortage
AS
SELECT a.ArticleId, a.Name, stock.ufnAvailable(a.ArticleId) AS Available, w.Wanted
FROM catalogue.Article a
CROSS APPLY (SELECT SUM(l.Quantity) AS Wanted FROM sales.OrderLine l JOIN sales.[Order] o ON o.OrderId = l.OrderId
             WHERE l.ArticleId = a.ArticleId AND o.Status IN (1, 2, 3)) AS w
WHERE stock.ufnAvailable(a.ArticleId) < w.Wanted;
GO
CREATE VIEW workshop.vOpenJob
AS
SELECT j.JobId, b.FrameNumber, j.Status, j.PromisedFor,
       DATEDIFF(day, GETDATE(), j.PromisedFor) AS DaysLeft,
       STUFF((SELECT ', ' + k.Name FROM workshop.JobService s JOIN workshop.ServiceKind k ON k.ServiceKindId = s.ServiceKindId
              WHERE s.JobId = j.JobId ORDER BY k.Name FOR XML PATH('')), 1, 2, '') AS Services
FROM workshop.Job j JOIN workshop.CustomerBicycle b ON b.CustomerBicycleId = j.CustomerBicycleId
WHERE j.Status NOT IN ('done', 'collected');
GO
CREATE VIEW audit.vErrorsToday
AS
SELECT ErrorLogId, LoggedAt, Number, Message FROM audit.ErrorLog
WHERE LoggedAt >= CAST(GETDATE() AS date)
WITH CHECK OPTION;
GO

-- Procedures -------------------------------------------------------------------------------------------------------
CREATE PROCEDURE audit.uspLogError @ErrorLogId int = 0 OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    SET @ErrorLogId = 0;
    BEGIN TRY
        IF ERROR_NUMBER() IS NULL
            RETURN;
        INSERT audit.ErrorLog (UserName, Number, Severity, [State], [Procedure], Line, Message)
        VALUES (CONVERT(sysname, CURRENT_USER), ERROR_NUMBER(), ERROR_SEVERITY(), ERROR_STATE(), ERROR_PROCEDURE(), ERROR_LINE(), ERROR_MESSAGE());
        SET @ErrorLogId = SCOPE_IDENTITY();
    END TRY
    BEGIN CATCH
        PRINT 'An error occurred in uspLogError.';
        RETURN -1;
    END CATCH
END;
GO
CREATE PROCEDURE people.uspAddPerson
    @FirstName nvarchar(50),
    @LastName  nvarchar(50),
    @Email     dbo.EmailAddress = NULL,
    @PersonId  int OUTPUT
AS
SET NOCOUNT ON
-- the key of the new row goes back to the caller
INSERT INTO people.Person (FirstName, LastName, Email) VALUES (@FirstName, @LastName, @Email)
SET @PersonId = SCOPE_IDENTITY()
GO
CREATE PROCEDURE people.uspRaiseSalary @EmployeeId int, @Percent decimal(5, 2)
AS
BEGIN
    SET NOCOUNT ON;
    IF @Percent NOT BETWEEN 0 AND 25
    BEGIN
        RAISERROR ('A raise of %d is out of range.', 16, 1, @EmployeeId);
        RETURN 1;
    END
    UPDATE people.Employee SET Salary = Salary * (1 + @Percent / 100) WHERE EmployeeId = @EmployeeId;
    IF @@ROWCOUNT = 0
        THROW 50001, 'No such employee.', 1;
    RETURN 0;
END
GO
CREATE PROCEDURE people.uspMoveCustomer @CustomerId int, @AddressId int
AS
BEGIN TRY
    BEGIN TRANSACTION;
    DELETE FROM people.CustomerAddress WHERE CustomerId = @CustomerId AND AddressKind = 'S';
    INSERT INTO people.CustomerAddress (CustomerId, AddressId) VALUES (@CustomerId, @AddressId);
    COMMIT TRANSACTION;
END TRY
BEGIN CATCH
    IF @@TRANCOUNT > 0
        ROLLBACK TRANSACTION;
    EXECUTE audit.uspLogError;
    THROW;
END CATCH
GO
CREATE PROCEDURE people.uspFindCustomers @Pattern nvarchar(50), @MaxRows int = 50
AS
SET NOCOUNT ON;
SELECT TOP (@MaxRows) c.CustomerId, c.CustomerNumber, p.LastName, p.FirstName, p.Email
FROM people.Customer c JOIN people.Person p ON p.PersonId = c.PersonId
WHERE p.LastName LIKE @Pattern + '%'
ORDER BY p.LastName, p.FirstName;
GO
CREATE PROCEDURE people.uspForgetCustomer @CustomerId int
AS
BEGIN
    DECLARE @PersonId int;
    SELECT @PersonId = PersonId FROM people.Customer WHERE CustomerId = @CustomerId;
    IF @PersonId IS NULL RETURN;
    UPDATE catalogue.Review SET CustomerId = NULL WHERE CustomerId = @CustomerId;
    UPDATE people.Person SET FirstName = N'-', LastName = N'-', Email = NULL, Phone = NULL, Photo = NULL, Notes = NULL WHERE PersonId = @PersonId;
END
GO
CREATE PROCEDURE catalogue.uspChangePrice @ArticleId int, @Price money
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    DECLARE @Now datetime2(7) = SYSDATETIME();
    BEGIN TRAN;
    UPDATE catalogue.PriceHistory SET ValidTo = @Now WHERE ArticleId = @ArticleId AND ValidTo IS NULL;
    INSERT catalogue.PriceHistory (ArticleId, ValidFrom, Price) VALUES (@ArticleId, @Now, @Price);
    UPDATE catalogue.Article SET ListPrice = @Price WHERE ArticleId = @ArticleId;
    COMMIT;
END
GO
CREATE PROCEDURE catalogue.uspDiscontinue @Before date, @Count int OUTPUT
AS
UPDATE a SET a.Discontinued = GETDATE()
FROM catalogue.Article AS a
    LEFT JOIN sales.OrderLine AS l ON l.ArticleId = a.ArticleId
WHERE a.OnSaleFrom < @Before AND l.ArticleId IS NULL AND a.Discontinued IS NULL;
SET @Count = @@ROWCOUNT;
GO
CREATE PROCEDURE catalogue.uspArticlesOfCategory @CategoryId int
AS
BEGIN
    SET NOCOUNT ON;
    WITH Tree AS
    (
        SELECT CategoryId FROM catalogue.Category WHERE CategoryId = @CategoryId
        UNION ALL
        SELECT c.CategoryId FROM catalogue.Category c JOIN Tree t ON c.ParentCategoryId = t.CategoryId
    )
    SELECT a.ArticleId, a.Sku, a.Name, a.ListPrice
    FROM catalogue.Article a JOIN Tree t ON t.CategoryId = a.CategoryId
    ORDER BY a.Name
    OPTION (MAXRECURSION 32);
END
GO
CREATE PROCEDURE catalogue.uspTagArticle @ArticleId int, @Tag varchar(40)
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @TagId int;
    SELECT @TagId = TagId FROM catalogue.Tag WHERE Name = @Tag;
    IF @TagId IS NULL
    BEGIN
        INSERT INTO catalogue.Tag (Name) VALUES (@Tag);
        SELECT @TagId = SCOPE_IDENTITY();
    END
    IF NOT EXISTS (SELECT 1 FROM catalogue.ArticleTag WHERE ArticleId = @ArticleId AND TagId = @TagId)
        INSERT INTO catalogue.ArticleTag (ArticleId, TagId) VALUES (@ArticleId, @TagId);
END
GO
CREATE PROCEDURE stock.uspMove @ArticleId int, @WarehouseId smallint, @Quantity int, @Reason varchar(20)
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO stock.Movement (ArticleId, WarehouseId, Quantity, Reason) VALUES (@ArticleId, @WarehouseId, @Quantity, @Reason);
    UPDATE stock.Level SET Quantity += @Quantity, CountedAt = CASE WHEN @Reason = 'count' THEN GETDATE() ELSE CountedAt END
    WHERE ArticleId = @ArticleId AND WarehouseId = @WarehouseId AND BinCode = 'FLOOR';
END
GO
CREATE PROCEDURE stock.uspReceive @PurchaseOrderId int, @WarehouseId smallint
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @ArticleId int, @Quantity int;
    DECLARE line_cursor CURSOR LOCAL FAST_FORWARD FOR
        SELECT ArticleId, Quantity FROM stock.PurchaseOrderLine WHERE PurchaseOrderId = @PurchaseOrderId ORDER BY LineNumber;
    OPEN line_cursor;
    FETCH NEXT FROM line_cursor INTO @ArticleId, @Quantity;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        EXEC stock.uspMove @ArticleId = @ArticleId, @WarehouseId = @WarehouseId, @Quantity = @Quantity, @Reason = 'receipt';
        FETCH NEXT FROM line_cursor INTO @ArticleId, @Quantity;
    END
    CLOSE line_cursor;
    DEALLOCATE line_cursor;
    UPDATE stock.PurchaseOrder SET Status = 4 WHERE PurchaseOrderId = @PurchaseOrderId;
END
GO
CREATE PROCEDURE stock.uspReorder @MinAvailable int = 5
AS
BEGIN
    SET NOCOUNT ON;
    CREATE TABLE #Short (ArticleId int NOT NULL PRIMARY KEY, Available int NOT NULL);
    INSERT INTO #Short (ArticleId, Available)
    SELECT ArticleId, SUM(Available) FROM stock.Level GROUP BY ArticleId HAVING SUM(Available) < @MinAvailable;
    SELECT a.ArticleId, a.Name, s.Available, @MinAvailable - s.Available AS ToOrder
    FROM #Short s JOIN catalogue.Article a ON a.ArticleId = s.ArticleId
    ORDER BY ToOrder DESC;
    DROP TABLE #Short;
END
GO
CREATE PROCEDURE stock.uspPurgeMovements @OlderThan date, @BatchSize int = 1000
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Deleted int = 1;
    WHILE @Deleted > 0
    BEGIN
        DELETE TOP (@BatchSize) FROM stock.Movement WHERE MovedAt < @OlderThan;
        SET @Deleted = @@ROWCOUNT;
    END
END
GO
CREATE PROCEDURE stock.uspMergeCount @WarehouseId smallint, @BinCode varchar(10), @ArticleId int, @Quantity int
AS
MERGE stock.Level AS t
USING (SELECT @WarehouseId AS WarehouseId, @BinCode AS BinCode, @ArticleId AS ArticleId) AS s
ON t.WarehouseId = s.WarehouseId AND t.BinCode = s.BinCode AND t.ArticleId = s.ArticleId
WHEN MATCHED THEN UPDATE SET Quantity = @Quantity, CountedAt = GETDATE()
WHEN NOT MATCHED THEN INSERT (WarehouseId, BinCode, ArticleId, Quantity, CountedAt) VALUES (s.WarehouseId, s.BinCode, s.ArticleId, @Quantity, GETDATE());
GO
CREATE PROCEDURE sales.uspPlaceOrder
    @CustomerId int,
    @ChannelCode char(3),
    @Lines sales.OrderLineList READONLY,
    @OrderId int OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    BEGIN TRY
        BEGIN TRANSACTION;
        INSERT INTO sales.[Order] (CustomerId, ChannelCode) VALUES (@CustomerId, @ChannelCode);
        SET @OrderId = SCOPE_IDENTITY();
        INSERT INTO sales.OrderLine (OrderId, LineNumber, ArticleId, Quantity, UnitPrice, Discount)
        SELECT @OrderId, l.LineNumber, l.ArticleId, l.Quantity, a.ListPrice, l.Discount
        FROM @Lines AS l JOIN catalogue.Article AS a ON a.ArticleId = l.ArticleId;
        UPDATE sales.[Order] SET OrderNumber = 'O' + dbo.ufnLeadingZeros(@OrderId) WHERE OrderId = @OrderId;
        COMMIT TRANSACTION;
    END TRY
    BEGIN CATCH
        IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        EXEC audit.uspLogError;
        THROW;
    END CATCH
END
GO
CREATE PROCEDURE sales.uspShip @OrderId int, @Carrier nvarchar(40), @TrackingNo varchar(60) = NULL
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT EXISTS (SELECT * FROM sales.[Order] WHERE OrderId = @OrderId AND ShippedAt IS NULL)
    BEGIN
        RAISERROR (N'Order %d cannot be shipped.', 16, 1, @OrderId);
        RETURN -1;
    END
    INSERT INTO sales.Shipment (OrderId, Carrier, TrackingNo, SentAt) VALUES (@OrderId, @Carrier, @TrackingNo, SYSDATETIME());
    UPDATE sales.[Order] SET ShippedAt = GETDATE(), Status = 5 WHERE OrderId = @OrderId;
END
GO
CREATE PROCEDURE sales.uspInvoice @OrderId int
AS
BEGIN
    SET NOCOUNT ON;
    INSERT INTO sales.Invoice (OrderId, IssuedOn, Amount)
    OUTPUT inserted.InvoiceNumber, inserted.Amount
    SELECT OrderId, CAST(GETDATE() AS date), Total FROM sales.[Order] WHERE OrderId = @OrderId;
END
GO
CREATE PROCEDURE sales.uspOrderDetails @OrderId int
AS
SET NOCOUNT ON;
SELECT OrderId, OrderNumber, OrderedAt, Total FROM sales.[Order] WHERE OrderId = @OrderId;
SELECT LineNumber, ArticleId, Quantity, UnitPrice, LineTotal FROM sales.OrderLine WHERE OrderId = @OrderId ORDER BY LineNumber;
GO
CREATE PROCEDURE sales.uspTurnover @From date, @To date, @GroupBy varchar(10) = 'shop'
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Sql nvarchar(max), @Column nvarchar(128);
    SET @Column = CASE @GroupBy WHEN 'shop' THEN N'ShopId' WHEN 'channel' THEN N'ChannelCode' ELSE N'CustomerId' END;
    SET @Sql = N'SELECT ' + QUOTENAME(@Column) + N', SUM(Total) AS Turnover FROM sales.[Order] WHERE OrderedAt >= @f AND OrderedAt < @t GROUP BY ' + QUOTENAME(@Column);
    EXEC sp_executesql @Sql, N'@f date, @t date', @f = @From, @t = @To;
END
GO
CREATE PROCEDURE sales.uspUseVoucher @Code varchar(12), @Accepted bit OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    SET @Accepted = 0;
    UPDATE sales.Voucher SET Uses = Uses + 1
    WHERE VoucherCode = @Code AND (ValidUntil IS NULL OR ValidUntil >= CONVERT(date, GETDATE())) AND (MaxUses IS NULL OR Uses < MaxUses);
    IF @@ROWCOUNT = 1
        SET @Accepted = 1;
END
GO
CREATE PROCEDURE sales.uspBasketTotal @BasketId uniqueidentifier
AS
SELECT SUM(a.ListPrice * j.Quantity) AS Total
FROM sales.Basket b
CROSS APPLY OPENJSON(b.Items) WITH (ArticleId int '$.article', Quantity int '$.quantity') AS j
JOIN catalogue.Article a ON a.ArticleId = j.ArticleId
WHERE b.BasketId = @BasketId;
GO
CREATE PROCEDURE workshop.uspAssign @JobId int
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Mechanic int;
    -- the mechanic with the fewest open jobs
    SELECT TOP 1 @Mechanic = e.EmployeeId
    FROM people.Employee e LEFT JOIN workshop.Job j ON j.MechanicId = e.EmployeeId AND j.Status IN ('waiting', 'in work')
    WHERE e.IsMechanic = 1 AND e.LeftOn IS NULL
    GROUP BY e.EmployeeId
    ORDER BY COUNT(j.JobId), e.EmployeeId;
    UPDATE workshop.Job SET MechanicId = @Mechanic, Status = 'waiting' WHERE JobId = @JobId;
END
GO
CREATE PROCEDURE workshop.uspJobsOn @Date date
AS
SELECT a.AtTime, s.Name AS Shop, j.JobId, j.Status
FROM workshop.Appointment a WITH (NOLOCK)
    JOIN people.Shop s ON s.ShopId = a.ShopId
    LEFT JOIN workshop.Job j ON j.JobId = a.JobId
WHERE a.OnDate = @Date
ORDER BY a.AtTime;
GO
CREATE PROCEDURE dbo.uspFillCalendar @From date, @Days int
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @i int = 0;
    WHILE @i < @Days
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM dbo.Calendar WHERE [Date] = DATEADD(day, @i, @From))
            INSERT INTO dbo.Calendar ([Date]) VALUES (DATEADD(day, @i, @From));
        SET @i = @i + 1;
    END;
    PRINT 'Calendar filled.';
END
GO

-- Triggers ---------------------------------------------------------------------------------------------------------
CREATE TRIGGER people.trPersonUpdate ON people.Person AFTER UPDATE
AS
BEGIN
    IF @@ROWCOUNT = 0 RETURN;
    SET NOCOUNT ON;
    INSERT INTO audit.ChangeLog (TableName, KeyValue, ChangeKind)
    SELECT 'people.Person', CONVERT(nvarchar(100), i.PersonId), 'U' FROM inserted i;
END
GO
CREATE TRIGGER people.trEmployeeNoDelete ON people.Employee INSTEAD OF DELETE
AS
BEGIN
    SET NOCOUNT ON;
    RAISERROR ('Employees cannot be deleted; set LeftOn instead.', 16, 1);
    IF @@TRANCOUNT > 0
        ROLLBACK TRANSACTION;
END
GO
CREATE TRIGGER catalogue.trArticlePrice ON catalogue.Article AFTER UPDATE
AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE(ListPrice)
        INSERT INTO audit.ChangeLog (TableName, KeyValue, ChangeKind)
        SELECT 'catalogue.Article', CAST(i.ArticleId AS nvarchar(100)), 'U'
        FROM inserted i JOIN deleted d ON d.ArticleId = i.ArticleId
        WHERE i.ListPrice <> d.ListPrice;
END
GO
CREATE TRIGGER catalogue.trReviewRating ON catalogue.Review FOR INSERT
AS
IF EXISTS (SELECT * FROM inserted WHERE Rating = 1 AND [Text] IS NULL)
BEGIN
    RAISERROR ('A rating of one needs a text.', 16, 1)
    ROLLBACK TRANSACTION
END
GO
CREATE TRIGGER sales.trOrderLineTotal ON sales.OrderLine AFTER INSERT, UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE o SET SubTotal = ISNULL((SELECT SUM(l.LineTotal) FROM sales.OrderLine l WHERE l.OrderId = o.OrderId), 0)
    FROM sales.[Order] o
    WHERE o.OrderId IN (SELECT OrderId FROM inserted UNION SELECT OrderId FROM deleted);
END
GO
CREATE TRIGGER stock.trPurchaseLine ON stock.PurchaseOrderLine AFTER INSERT
AS
UPDATE p SET p.Total = p.Total + x.Added
FROM stock.PurchaseOrder AS p
    JOIN (SELECT PurchaseOrderId, SUM(Quantity * UnitCost) AS Added FROM inserted GROUP BY PurchaseOrderId) AS x ON x.PurchaseOrderId = p.PurchaseOrderId;
GO
CREATE TRIGGER sales.trVOrderInsert ON sales.vOrder INSTEAD OF INSERT
AS
BEGIN
    RAISERROR ('Use sales.uspPlaceOrder.', 16, 1);
END
GO
CREATE TRIGGER trNoDropTable ON DATABASE FOR DROP_TABLE
AS
PRINT 'Tables are dropped by deployment scripts only.';
ROLLBACK;
GO
DISABLE TRIGGER trNoDropTable ON DATABASE;
GO
