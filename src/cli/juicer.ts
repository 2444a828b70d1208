#!/usr/bin/env node
/** The program `juicer`: the command line without the library, which `src/client.ts` loads whole. */
import { main } from './main.js';

process.exitCode = await main(process.argv.slice(2));
