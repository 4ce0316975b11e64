# PostgreSQL with plpgsql_check, for proving code and as a target to try.
FROM postgres:18
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-18-plpgsql-check && rm -rf /var/lib/apt/lists/*
