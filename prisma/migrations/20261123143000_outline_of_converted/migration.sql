-- AlterTable
ALTER TABLE "converted_objects" ADD COLUMN     "outline" TEXT;
