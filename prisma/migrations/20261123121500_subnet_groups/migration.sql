-- CreateTable
CREATE TABLE "subnet_groups" (
    "id" VARCHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "vpc_id" TEXT,
    "subnet_ids" TEXT[],
    "tags" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subnet_groups_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "subnet_groups_name_key" ON "subnet_groups"("name");
