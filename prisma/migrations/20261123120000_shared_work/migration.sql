-- CreateTable
CREATE TABLE "work_rounds" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task" TEXT NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_rounds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_pieces" (
    "round_id" UUID NOT NULL,
    "stage" VARCHAR(20) NOT NULL,
    "position" INTEGER NOT NULL,
    "input" TEXT NOT NULL,
    "taken_by" UUID,
    "touched_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "work_pieces_pkey" PRIMARY KEY ("round_id","stage","position")
);

-- CreateIndex
CREATE INDEX "work_rounds_request_id_idx" ON "work_rounds"("request_id");

-- AddForeignKey
ALTER TABLE "work_rounds" ADD CONSTRAINT "work_rounds_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_pieces" ADD CONSTRAINT "work_pieces_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "work_rounds"("id") ON DELETE CASCADE ON UPDATE CASCADE;
