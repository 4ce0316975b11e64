-- AlterTable: what is there already gets a name of its own until the next conversion writes it anew.
ALTER TABLE "action_items" ADD COLUMN     "occurrence" VARCHAR(32);
UPDATE "action_items" SET "occurrence" = md5("id"::text);
ALTER TABLE "action_items" ALTER COLUMN "occurrence" SET NOT NULL;

-- AlterTable
ALTER TABLE "target_code_versions" ADD COLUMN     "saved_by" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "action_item_work" (
    "project_id" VARCHAR(26) NOT NULL,
    "object_id" TEXT NOT NULL,
    "occurrence" VARCHAR(32) NOT NULL,
    "status" VARCHAR(12) NOT NULL,
    "assignee" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "changed_by" TEXT NOT NULL DEFAULT '',
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_item_work_pkey" PRIMARY KEY ("project_id","object_id","occurrence")
);

-- AddForeignKey
ALTER TABLE "action_item_work" ADD CONSTRAINT "action_item_work_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
