-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "instance_profiles" (
    "id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "network_type" TEXT NOT NULL,
    "availability_zone" TEXT,
    "kms_key_arn" TEXT,
    "publicly_accessible" BOOLEAN NOT NULL,
    "subnet_group" TEXT,
    "vpc_security_groups" TEXT[],
    "tags" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_profiles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_providers" (
    "id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "engine" TEXT NOT NULL,
    "virtual" BOOLEAN NOT NULL,
    "settings" JSONB NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_providers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "id" VARCHAR(26) NOT NULL,
    "provider_id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "object_key" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "migration_projects" (
    "id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "instance_profile_id" VARCHAR(26) NOT NULL,
    "source_provider_id" VARCHAR(26) NOT NULL,
    "target_provider_id" VARCHAR(26) NOT NULL,
    "source_secret_id" TEXT,
    "source_secret_role" TEXT,
    "target_secret_id" TEXT,
    "target_secret_role" TEXT,
    "transformation_rules" TEXT,
    "s3_bucket_path" TEXT,
    "s3_bucket_role" TEXT,
    "tags" JSONB NOT NULL DEFAULT '[]',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "target_version" INTEGER,
    "conversion_open" BOOLEAN NOT NULL DEFAULT false,
    "opened_at" TIMESTAMPTZ(3),
    "catalog_key" TEXT,
    "catalog_hash" VARCHAR(64),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "migration_projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metadata_nodes" (
    "project_id" VARCHAR(26) NOT NULL,
    "origin" VARCHAR(6) NOT NULL,
    "position" INTEGER NOT NULL,
    "parent_position" INTEGER,
    "subtree_end" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "path_hash" VARCHAR(32) NOT NULL,
    "name" TEXT NOT NULL,
    "node_type" TEXT NOT NULL,
    "kind" TEXT,
    "locator" TEXT NOT NULL,
    "children_count" INTEGER NOT NULL DEFAULT 0,
    "object_count" INTEGER NOT NULL DEFAULT 0,
    "converted_count" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT,
    "proof_level" TEXT,
    "proof_by" TEXT,
    "critical" INTEGER NOT NULL DEFAULT 0,
    "high" INTEGER NOT NULL DEFAULT 0,
    "medium" INTEGER NOT NULL DEFAULT 0,
    "low" INTEGER NOT NULL DEFAULT 0,
    "info" INTEGER NOT NULL DEFAULT 0,
    "object_id" TEXT,
    "part" INTEGER,
    "definition" TEXT,
    "source_index" INTEGER,
    "span_start" INTEGER,
    "span_end" INTEGER,
    "file_name" TEXT,
    "file_line" INTEGER,
    "file_column" INTEGER,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "details" TEXT,

    CONSTRAINT "metadata_nodes_pkey" PRIMARY KEY ("project_id","origin","position")
);

-- CreateTable
CREATE TABLE "node_links" (
    "project_id" VARCHAR(26) NOT NULL,
    "source_position" INTEGER NOT NULL,
    "target_position" INTEGER NOT NULL,

    CONSTRAINT "node_links_pkey" PRIMARY KEY ("project_id","source_position","target_position")
);

-- CreateTable
CREATE TABLE "converted_objects" (
    "project_id" VARCHAR(26) NOT NULL,
    "object_id" TEXT NOT NULL,
    "inputs_hash" VARCHAR(64) NOT NULL,
    "assessed_only" BOOLEAN NOT NULL DEFAULT false,
    "parts" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "converted_objects_pkey" PRIMARY KEY ("project_id","object_id")
);

-- CreateTable
CREATE TABLE "action_items" (
    "id" BIGSERIAL NOT NULL,
    "project_id" VARCHAR(26) NOT NULL,
    "object_id" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "code" INTEGER NOT NULL,
    "severity" SMALLINT NOT NULL,
    "complexity" VARCHAR(10) NOT NULL,
    "details" TEXT NOT NULL,
    "source_index" INTEGER,
    "span_start" INTEGER,
    "span_end" INTEGER,
    "file_name" TEXT,
    "file_line" INTEGER,
    "file_column" INTEGER,

    CONSTRAINT "action_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_statements" (
    "project_id" VARCHAR(26) NOT NULL,
    "position" INTEGER NOT NULL,
    "statement" TEXT NOT NULL,
    "refused" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "support_statements_pkey" PRIMARY KEY ("project_id","position")
);

-- CreateTable
CREATE TABLE "requests" (
    "id" UUID NOT NULL,
    "project_id" VARCHAR(26) NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "origin" TEXT,
    "selection_rules" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "progress_step" TEXT NOT NULL DEFAULT 'IN_PROGRESS',
    "progress_label" TEXT,
    "progress_percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "processed_object" TEXT,
    "error" TEXT,
    "result_key" TEXT,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_events" (
    "id" BIGSERIAL NOT NULL,
    "project_id" VARCHAR(26) NOT NULL,
    "request_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" VARCHAR(5) NOT NULL,
    "module" VARCHAR(20) NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "log_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "instance_profiles_name_key" ON "instance_profiles"("name");

-- CreateIndex
CREATE UNIQUE INDEX "data_providers_name_key" ON "data_providers"("name");

-- CreateIndex
CREATE INDEX "stored_files_provider_id_uploaded_at_idx" ON "stored_files"("provider_id", "uploaded_at");

-- CreateIndex
CREATE UNIQUE INDEX "migration_projects_name_key" ON "migration_projects"("name");

-- CreateIndex
CREATE INDEX "migration_projects_instance_profile_id_idx" ON "migration_projects"("instance_profile_id");

-- CreateIndex
CREATE INDEX "migration_projects_source_provider_id_idx" ON "migration_projects"("source_provider_id");

-- CreateIndex
CREATE INDEX "migration_projects_target_provider_id_idx" ON "migration_projects"("target_provider_id");

-- CreateIndex
CREATE INDEX "metadata_nodes_project_id_origin_parent_position_position_idx" ON "metadata_nodes"("project_id", "origin", "parent_position", "position");

-- CreateIndex
CREATE INDEX "metadata_nodes_project_id_origin_object_id_idx" ON "metadata_nodes"("project_id", "origin", "object_id");

-- CreateIndex
CREATE UNIQUE INDEX "metadata_nodes_project_id_origin_path_hash_key" ON "metadata_nodes"("project_id", "origin", "path_hash");

-- CreateIndex
CREATE INDEX "node_links_project_id_target_position_idx" ON "node_links"("project_id", "target_position");

-- CreateIndex
CREATE INDEX "action_items_project_id_object_id_part_idx" ON "action_items"("project_id", "object_id", "part");

-- CreateIndex
CREATE INDEX "action_items_project_id_severity_code_idx" ON "action_items"("project_id", "severity", "code");

-- CreateIndex
CREATE INDEX "requests_project_id_created_at_idx" ON "requests"("project_id", "created_at");

-- CreateIndex
CREATE INDEX "requests_status_idx" ON "requests"("status");

-- CreateIndex
CREATE INDEX "log_events_project_id_id_idx" ON "log_events"("project_id", "id");

-- CreateIndex
CREATE INDEX "log_events_request_id_idx" ON "log_events"("request_id");

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "data_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_projects" ADD CONSTRAINT "migration_projects_instance_profile_id_fkey" FOREIGN KEY ("instance_profile_id") REFERENCES "instance_profiles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_projects" ADD CONSTRAINT "migration_projects_source_provider_id_fkey" FOREIGN KEY ("source_provider_id") REFERENCES "data_providers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_projects" ADD CONSTRAINT "migration_projects_target_provider_id_fkey" FOREIGN KEY ("target_provider_id") REFERENCES "data_providers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metadata_nodes" ADD CONSTRAINT "metadata_nodes_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_links" ADD CONSTRAINT "node_links_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "converted_objects" ADD CONSTRAINT "converted_objects_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_items" ADD CONSTRAINT "action_items_project_id_object_id_fkey" FOREIGN KEY ("project_id", "object_id") REFERENCES "converted_objects"("project_id", "object_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_statements" ADD CONSTRAINT "support_statements_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_events" ADD CONSTRAINT "log_events_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
