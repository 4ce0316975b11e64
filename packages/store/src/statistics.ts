import type { Store } from './client';

/**
 * Tells the database how much there is now of what a large import or conversion writes. It would find out by itself within a minute or
 * so, and until then take thousands of rows for a handful: queries that take milliseconds take minutes.
 */
export const refreshStatistics = async (store: Store): Promise<void> => void (await store.db.$executeRaw`ANALYZE (SKIP_LOCKED) metadata_nodes, node_links, object_uses, converted_objects, action_items, action_item_work`);
