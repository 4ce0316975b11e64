-- Secret identifiers were free texts that led nowhere; what Ferry keeps itself is now named by a row of its own.
-- AlterTable
ALTER TABLE "instance_profiles" ADD COLUMN     "artifacts_folder" TEXT,
ADD COLUMN     "s3_bucket_path" TEXT,
ADD COLUMN     "s3_bucket_role" TEXT;

-- AlterTable
ALTER TABLE "migration_projects" ADD COLUMN     "artifacts_folder" TEXT,
ADD COLUMN     "source_stored_secret" VARCHAR(26),
ADD COLUMN     "target_stored_secret" VARCHAR(26);

-- AlterTable
ALTER TABLE "metadata_nodes" ADD COLUMN     "applied_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "apply_failed_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "apply_status" VARCHAR(12),
ADD COLUMN     "edited" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "edited_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "counts" JSONB;

-- CreateTable
CREATE TABLE "secrets" (
    "id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "username" TEXT NOT NULL,
    "key_id" VARCHAR(16) NOT NULL,
    "nonce" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_edits" (
    "project_id" VARCHAR(26) NOT NULL,
    "key_hash" VARCHAR(32) NOT NULL,
    "object_id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "statements" TEXT NOT NULL,
    "base_hash" VARCHAR(64) NOT NULL,
    "version" INTEGER NOT NULL,
    "proof" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "target_edits_pkey" PRIMARY KEY ("project_id","key_hash")
);

-- CreateTable
CREATE TABLE "target_code_versions" (
    "project_id" VARCHAR(26) NOT NULL,
    "key_hash" VARCHAR(32) NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "text" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "target_code_versions_pkey" PRIMARY KEY ("project_id","key_hash","version")
);

-- CreateTable
CREATE TABLE "applied_units" (
    "project_id" VARCHAR(26) NOT NULL,
    "key_hash" VARCHAR(32) NOT NULL,
    "ref" TEXT NOT NULL,
    "support" BOOLEAN NOT NULL DEFAULT false,
    "status" VARCHAR(12) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "message" TEXT,
    "text" TEXT,
    "request_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "applied_units_pkey" PRIMARY KEY ("project_id","key_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "secrets_name_key" ON "secrets"("name");

-- CreateIndex
CREATE INDEX "target_edits_project_id_object_id_idx" ON "target_edits"("project_id", "object_id");

-- CreateIndex
CREATE INDEX "applied_units_project_id_request_id_idx" ON "applied_units"("project_id", "request_id");

-- CreateIndex
CREATE INDEX "migration_projects_source_stored_secret_idx" ON "migration_projects"("source_stored_secret");

-- CreateIndex
CREATE INDEX "migration_projects_target_stored_secret_idx" ON "migration_projects"("target_stored_secret");

-- AddForeignKey
ALTER TABLE "migration_projects" ADD CONSTRAINT "migration_projects_source_stored_secret_fkey" FOREIGN KEY ("source_stored_secret") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_projects" ADD CONSTRAINT "migration_projects_target_stored_secret_fkey" FOREIGN KEY ("target_stored_secret") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target_edits" ADD CONSTRAINT "target_edits_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target_code_versions" ADD CONSTRAINT "target_code_versions_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applied_units" ADD CONSTRAINT "applied_units_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
