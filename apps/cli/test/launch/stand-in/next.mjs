// Stands in for `next start -H 127.0.0.1 -p PORT`, which wants a minute of building first.
import { createServer } from 'node:http';

const port = Number(process.argv[process.argv.indexOf('-p') + 1]);
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(7);
  response.end(JSON.stringify({ pid: process.pid, database: Boolean(process.env.DATABASE_URL), sandbox: Boolean(process.env.FERRY_SANDBOX_URL) }));
});
server.listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
process.on('SIGTERM', () => process.exit(0));
