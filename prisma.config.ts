import { defineConfig } from 'prisma/config';

/** For Prisma's command line; Ferry itself connects through `@ferry/store`. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env['DATABASE_URL'] === undefined ? {} : { datasource: { url: process.env['DATABASE_URL'] } }),
});
