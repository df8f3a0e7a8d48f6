/** Writes `docs/schemas/*.json` from the schemas in the code. Run it after a change to one. */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {schemaFiles} from './schemas.js';

const folder = 'docs/schemas';
rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
for (const [name, text] of schemaFiles()) writeFileSync(join(folder, name), text);
