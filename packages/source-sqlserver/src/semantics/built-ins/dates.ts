import { functions } from './define';
import { always, dateAdd, dateBucket, dateTruncate, fixed, int, maybe, ofPart, ofScale, offset } from './result-types';

const now = { scale: 3 } as const;

/** https://learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql */
export const dateFunctions = functions('date and time', {
  CURRENT_DATE: ['', always('date'), 'no', 2025, 'syntax'],
  CURRENT_TIMESTAMP: ['', always('datetime', now), 'no', 'syntax'],
  CURRENT_TIMEZONE: ['', always('varchar', { length: 128 }), 'no', 2019],
  CURRENT_TIMEZONE_ID: ['', always('varchar', { length: 128 }), 'no', 2022],
  DATE_BUCKET: ['#datepart, number, date, origin?', dateBucket, 2022],
  DATEADD: ['#datepart, number, date', dateAdd],
  DATEDIFF: ['#datepart, startdate, enddate', ofPart('int')],
  DATEDIFF_BIG: ['#datepart, startdate, enddate', ofPart('bigint'), 2016],
  DATEFROMPARTS: ['year, month, day', fixed('date'), 2012],
  DATENAME: ['#datepart, date', ofPart('nvarchar', { length: 30 }), 'no'],
  DATEPART: ['#datepart, date', ofPart('int'), 'sometimes'],
  DATETIME2FROMPARTS: ['year, month, day, hour, minute, seconds, fractions, precision', ofScale('datetime2', 7), 2012],
  DATETIMEFROMPARTS: ['year, month, day, hour, minute, seconds, milliseconds', fixed('datetime', now), 2012],
  DATETIMEOFFSETFROMPARTS: ['year, month, day, hour, minute, seconds, fractions, hour_offset, minute_offset, precision', ofScale('datetimeoffset', 9), 2012],
  DATETRUNC: ['#datepart, date', dateTruncate, 2022],
  DAY: ['date', int],
  EOMONTH: ['start_date, month_to_add?', maybe('date'), 2012],
  GETDATE: ['', always('datetime', now), 'no'],
  GETUTCDATE: ['', always('datetime', now), 'no'],
  ISDATE: ['expression', always('int'), 'sometimes'],
  MONTH: ['date', int],
  SMALLDATETIMEFROMPARTS: ['year, month, day, hour, minute', fixed('smalldatetime', { scale: 0 }), 2012],
  SWITCHOFFSET: ['datetimeoffset_expression, timezoneoffset_expression', offset, 2008],
  SYSDATETIME: ['', always('datetime2', { scale: 7 }), 'no', 2008],
  SYSDATETIMEOFFSET: ['', always('datetimeoffset', { scale: 7 }), 'no', 2008],
  SYSUTCDATETIME: ['', always('datetime2', { scale: 7 }), 'no', 2008],
  TIMEFROMPARTS: ['hour, minute, seconds, fractions, precision', ofScale('time', 4), 2012],
  TODATETIMEOFFSET: ['datetime_expression, timezoneoffset_expression', offset, 2008],
  YEAR: ['date', int],
});
