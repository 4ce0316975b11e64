#!/usr/bin/env node
// `npx ferry` in a checkout: builds the command line first if it is stale.
import '../../../scripts/ferry.mjs';
