#!/bin/bash
# Loads the scripts of the sample database into SQL Server, in the order of their names.
set -euo pipefail
ask=(/opt/mssql-tools18/bin/sqlcmd -C -b -S sqlserver -U sa)
"${ask[@]}" -Q "IF DB_ID(N'FerrySample') IS NULL CREATE DATABASE [FerrySample]"
loaded=$("${ask[@]}" -h -1 -W -d FerrySample -Q "SET NOCOUNT ON; SELECT COUNT(*) FROM sys.tables")
if [ "${loaded//[^0-9]/}" != "0" ]; then
  echo "The sample is loaded already."
  exit 0
fi
find /sample/scripts -name '*.sql' | LC_ALL=C sort | while read -r script; do
  echo "Loading ${script}"
  "${ask[@]}" -d FerrySample -i "${script}"
done
