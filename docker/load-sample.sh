#!/bin/bash
# Loads the scripts of the sample database into SQL Server, in the order of their names. A mark in the database, set at the very end, says that
# everything is there; what a load that broke off has left is dropped and loaded anew.
set -euo pipefail
# -b ends with an error when a statement fails; -I switches QUOTED_IDENTIFIER on, which sqlcmd has off and filtered indexes need.
ask=("${SQLCMD:-/opt/mssql-tools18/bin/sqlcmd}" -C -b -I -S "${SQLSERVER_HOST:-sqlserver}" -U sa)
scripts="${SAMPLE_SCRIPTS:-/sample/scripts}"

loaded=$("${ask[@]}" -h -1 -W -Q "SET NOCOUNT ON; IF DB_ID(N'FerrySample') IS NULL SELECT 'none' ELSE EXEC (N'USE [FerrySample]; SELECT CASE WHEN EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 0 AND name = N''FerrySampleLoaded'') THEN ''loaded'' ELSE ''broken'' END')")
case "${loaded//[^a-z]/}" in
  loaded)
    echo "The sample is loaded already."
    exit 0
    ;;
  broken)
    echo "An earlier load broke off; the sample is loaded anew."
    "${ask[@]}" -Q "ALTER DATABASE [FerrySample] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [FerrySample]"
    ;;
  none) ;;
  *)
    echo "SQL Server gave no answer that is understood: ${loaded}" >&2
    exit 1
    ;;
esac
"${ask[@]}" -Q "CREATE DATABASE [FerrySample]"
mapfile -t files < <(find "${scripts}" -name '*.sql' | LC_ALL=C sort)
if [ "${#files[@]}" -eq 0 ]; then
  echo "There are no scripts in ${scripts}." >&2
  exit 1
fi
for script in "${files[@]}"; do
  echo "Loading ${script}"
  "${ask[@]}" -d FerrySample -i "${script}"
done
"${ask[@]}" -d FerrySample -Q "EXEC sys.sp_addextendedproperty @name = N'FerrySampleLoaded', @value = N'1'"
echo "The sample is loaded."
