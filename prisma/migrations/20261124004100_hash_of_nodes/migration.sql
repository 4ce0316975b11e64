-- AlterTable
ALTER TABLE "metadata_nodes" ADD COLUMN     "content_hash" VARCHAR(32);
