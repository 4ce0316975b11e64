-- CreateTable
CREATE TABLE "named_statements" (
    "project_id" VARCHAR(26) NOT NULL,
    "schema_name" VARCHAR(128) NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "definition" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "named_statements_pkey" PRIMARY KEY ("project_id","schema_name","name")
);

-- AddForeignKey
ALTER TABLE "named_statements" ADD CONSTRAINT "named_statements_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
