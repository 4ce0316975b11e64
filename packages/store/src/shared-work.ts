import type { Store } from './client';

/** A piece as a worker takes it. */
export interface TakenPiece {
  readonly roundId: string;
  readonly stage: string;
  readonly position: number;
  /** JSON */
  readonly input: string;
  /** 1 unless a worker that had it before went away. */
  readonly attempts: number;
}

/** How long a worker may say nothing before what it has is given to another, in seconds. */
const patience = 12;
/** The same for a leader: it may think for long, and when it is dead, whoever takes up its request ends its round. */
const patienceWithLeader = 120;

/**
 * Work that one request's worker (the leader) shares out among workers: rounds, and pieces of them. Whoever is free takes the next
 * piece; what a worker that died had taken is taken again.
 */
export const sharedWork = {
  /** A leader begins; rounds of earlier leaders of the request are gone with their pieces. @returns ids of those rounds */
  begin: async (store: Store, round: { id: string; requestId: string; task: string }): Promise<string[]> => {
    const before = await store.db.workRound.findMany({ where: { requestId: round.requestId }, select: { id: true } });
    await store.db.workRound.deleteMany({ where: { requestId: round.requestId } });
    await store.db.workRound.create({ data: round });
    return before.map((one) => one.id);
  },
  end: async (store: Store, roundId: string): Promise<void> => {
    await store.db.workRound.deleteMany({ where: { id: roundId } });
  },
  /** The round of a request whose leader is alive. */
  round: async (store: Store, requestId: string): Promise<{ id: string; task: string } | undefined> => {
    const rows = await store.db.$queryRaw<{ id: string; task: string }[]>`
      SELECT id::text AS id, task FROM work_rounds WHERE request_id = ${requestId}::uuid AND touched_at > now() - make_interval(secs => ${patienceWithLeader}) LIMIT 1`;
    return rows[0];
  },
  addPieces: async (store: Store, roundId: string, stage: string, pieces: readonly { readonly input: string; readonly preferred?: string }[]): Promise<void> => {
    await store.db.workPiece.createMany({ data: pieces.map(({ input, preferred }, position) => ({ roundId, stage, position, input, ...(preferred === undefined ? {} : { takenBy: preferred }) })) });
  },
  /** Takes the next piece, one that this worker prepared before others. */
  take: async (store: Store, roundId: string, worker: string): Promise<TakenPiece | undefined> => {
    // Chosen apart and once (MATERIALIZED): as a joined subquery it may be the inner side of a nested loop, where it is asked again for
    // every row outside and so takes all pieces at once. The server plans so when its statistics speak of one row.
    const rows = await store.db.$queryRaw<TakenPiece[]>`
      WITH next AS MATERIALIZED (
        SELECT round_id, stage, position FROM work_pieces
         WHERE round_id = ${roundId}::uuid AND NOT done AND (touched_at IS NULL OR touched_at < now() - make_interval(secs => ${patience}))
         ORDER BY (taken_by IS NOT DISTINCT FROM ${worker}::uuid) DESC, position LIMIT 1 FOR UPDATE SKIP LOCKED)
      UPDATE work_pieces AS p SET taken_by = ${worker}::uuid, touched_at = now(), attempts = attempts + 1
        FROM next
       WHERE p.round_id = next.round_id AND p.stage = next.stage AND p.position = next.position
      RETURNING p.round_id::text AS "roundId", p.stage, p.position, p.input, p.attempts`;
    return rows[0];
  },
  /** @returns false when the piece was given to another worker meanwhile, or is not wanted any more */
  finish: async (store: Store, { roundId, stage, position }: TakenPiece, worker: string): Promise<boolean> => {
    const { count } = await store.db.workPiece.updateMany({ where: { roundId, stage, position, takenBy: worker, done: false }, data: { done: true } });
    return count > 0;
  },
  /** What is not done is not wanted any more. */
  drop: async (store: Store, roundId: string): Promise<void> => {
    await store.db.workPiece.deleteMany({ where: { roundId, done: false } });
  },
  /** Gives back what a worker has taken and will not finish. */
  release: async (store: Store, worker: string): Promise<void> => {
    await store.db.workPiece.updateMany({ where: { takenBy: worker, done: false }, data: { touchedAt: null } });
  },
  /** A sign of life: of a worker, and of the round that it leads. */
  touch: async (store: Store, worker: string, leads?: string): Promise<void> => {
    await store.db.$executeRaw`UPDATE work_pieces SET touched_at = now() WHERE taken_by = ${worker}::uuid AND NOT done AND touched_at IS NOT NULL`;
    if (leads !== undefined) await store.db.$executeRaw`UPDATE work_rounds SET touched_at = now() WHERE id = ${leads}::uuid`;
  },
  /** Every piece of a stage: who did it, and whether it is done. */
  stage: (store: Store, roundId: string, stage: string): Promise<{ position: number; done: boolean; takenBy: string | null; attempts: number }[]> =>
    store.db.workPiece.findMany({ where: { roundId, stage }, orderBy: { position: 'asc' }, select: { position: true, done: true, takenBy: true, attempts: true } }),
  /** Whether a request of another project waits for a worker: helpers make room for it. */
  othersWait: async (store: Store, projectId: string): Promise<boolean> => {
    const rows = await store.db.$queryRaw<{ waits: boolean }[]>`
      SELECT EXISTS (SELECT FROM requests r WHERE r.status = 'RECEIVED' AND r.project_id <> ${projectId}
                       AND NOT EXISTS (SELECT FROM requests o WHERE o.project_id = r.project_id AND o.status IN ('IN_PROGRESS', 'CANCELING'))) AS waits`;
    return rows[0]?.waits === true;
  },
};
