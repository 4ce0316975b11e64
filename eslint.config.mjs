import { config } from './packages/lint/src/index.mjs';

export default config;
