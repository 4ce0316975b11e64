/**
 * The system functions that are written with `@@`. Any other `@@name` is a local variable whose name begins with `@`.
 * Source: "System functions", "Configuration functions", "Cursor functions" and "System statistical functions" of the Transact-SQL
 * reference.
 */
const names = new Set(
  `CONNECTIONS CPU_BUSY CURSOR_ROWS DATEFIRST DBTS DEF_SORTORDER_ID DEFAULT_LANGID ERROR FETCH_STATUS IDENTITY IDLE IO_BUSY LANGID LANGUAGE LOCK_TIMEOUT
MAX_CONNECTIONS MAX_PRECISION MICROSOFTVERSION NESTLEVEL OPTIONS PACK_RECEIVED PACK_SENT PACKET_ERRORS PROCID REMSERVER ROWCOUNT SERVERNAME
SERVICENAME SPID TEXTSIZE TIMETICKS TOTAL_ERRORS TOTAL_READ TOTAL_WRITE TRANCOUNT VERSION`.split(/\s+/),
);

/** @param name with its `@@`, in any case */
export const isSystemFunction = (name: string): boolean => name.length < 32 && names.has(name.slice(2).toUpperCase());
