-- Finding text in converted code, and who uses what.
-- AlterTable
ALTER TABLE "converted_objects" ADD COLUMN     "code" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "object_uses" (
    "project_id" VARCHAR(26) NOT NULL,
    "from_position" INTEGER NOT NULL,
    "to_position" INTEGER NOT NULL,
    "kinds" TEXT NOT NULL,

    CONSTRAINT "object_uses_pkey" PRIMARY KEY ("project_id","from_position","to_position")
);

-- CreateIndex
CREATE INDEX "object_uses_project_id_to_position_idx" ON "object_uses"("project_id", "to_position");

-- AddForeignKey
ALTER TABLE "object_uses" ADD CONSTRAINT "object_uses_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "migration_projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
