-- AlterTable
ALTER TABLE "metadata_nodes" ADD COLUMN     "syntax_total" INTEGER,
ADD COLUMN     "syntax_automatic" INTEGER;
