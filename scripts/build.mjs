// Compiles src, test and bench to dist/ when a source is newer than the last build.
import { compile } from './compile.mjs';
import { setUp } from './set-up.mjs';

setUp();
compile();
