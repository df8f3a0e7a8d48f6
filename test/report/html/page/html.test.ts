import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {pack} from '../../../../src/report/html/pack.js';
import {type ChunkPlace, chunkScript, pageHtml} from '../../../../src/report/html/page/html.js';

const assets = {script: 'console.log(1)', style: 'p{color:red}'};
const page = (place: ChunkPlace, title = 'a run') =>
  [...pageHtml({title, summary: pack({}), place, chunks: [[3, pack('<script>')]], assets})].join(
    '',
  );

const policyOf = (html: string) =>
  /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ') ?? [];
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the policy of a page', () => {
  test('lets its own script and style run, by their hashes, and nothing else', () => {
    expect(policyOf(page('inside'))).toEqual([
      "default-src 'none'",
      `script-src ${hash(assets.script)}`,
      `style-src ${hash(assets.style)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('of a split page lets the files beside it in; of a served one, its server', () => {
    expect(policyOf(page('beside'))[1]).toBe(`script-src ${hash(assets.script)} 'self' file:`);
    expect(policyOf(page('served'))).toContain("connect-src 'self'");
  });
});

test('what comes from models stands in the page packed only, and the title escaped', () => {
  const html = page('inside', '</title><script>alert(1)</script>&');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<title>&#60;/title&#62;&#60;script&#62;alert(1)');
  expect(page('inside', 'a\u202Eb\u0000\u001B[1m')).toContain(
    '<title>a\\u202eb\\u0000\\u001b[1m</title>',
  );
  expect(pack('</template><script>')).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect(chunkScript(3, pack('"); alert(1)'))).toMatch(/^convcodebenchChunk\(3,"[\w+/=]+"\);\n$/);
});
