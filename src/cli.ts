#!/usr/bin/env node
// Packages that we import are no text that an older Node can read, so it is told before.
const {node} = process.versions;
const [major = 0, minor = 0] = node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) await import('./commands/main.js');
else {
  process.stderr.write(`convcodebench: Node 20.19 or newer is needed; this is ${node}\n`);
  process.exitCode = 3;
}
