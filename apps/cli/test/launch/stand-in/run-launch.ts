import { launch } from '../../../src/launch/launch';

// The launcher as `npm start` runs it, on the root named in the arguments.
await launch({ root: process.argv[2] ?? '' });
