-- AlterTable
ALTER TABLE "applied_units" ADD COLUMN     "node_position" INTEGER;

-- Trees are written anew as a whole: their old rows should make room soon, or what reads a tree reads many times its size.
ALTER TABLE "metadata_nodes" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
