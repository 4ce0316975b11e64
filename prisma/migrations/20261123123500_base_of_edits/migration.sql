-- AlterTable
ALTER TABLE "target_edits" ADD COLUMN     "base_text" TEXT;
