import type { Ddl } from './ddl';
import type { Dml } from './dml';
import type { Query } from './queries';

/** Everything that can be sent to a server on its own. */
export type Statement = Query | Dml | Ddl;
