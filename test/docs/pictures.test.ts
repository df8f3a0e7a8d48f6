import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {drawPictures} from '../../scripts/draw-pictures.js';
import {packagePath} from '../../src/files/package-root.js';
import {readPage} from '../support/page.js';

const pictures = Object.entries(drawPictures());
const pages = [
  readPage('README.md').replaceAll('](docs/', ']('),
  ...readdirSync(packagePath('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => readPage(`docs/${name}`)),
];

describe.each(pictures)('the picture %s', (file, drawn) => {
  it('is the one that its script draws, in the colours of both themes', () => {
    expect(readPage(file)).toBe(drawn);
    const [light = '', dark = ''] = drawn.split('prefers-color-scheme:dark');
    for (const kind of ['.target', '.reference', '.feedback', 'text{']) {
      expect(light).toContain(kind);
      expect(dark).toContain(kind);
    }
  });

  it('stands in a page, with words for those who cannot see it', () => {
    const name = file.replace('docs/', '').replace('.', '\\.');
    const shown = new RegExp(`!\\[([^\\]]+)\\]\\(${name}\\)`);
    expect(pages.some((page) => (shown.exec(page)?.[1]?.length ?? 0) > 40)).toBe(true);
    expect(drawn).toMatch(/role="img" aria-labelledby="title">\n<title id="title">.{40}/);
  });

  it('has room for the words in its boxes', () => {
    const boxes = drawn.matchAll(
      /<rect [^>]*width="([\d.]+)"[^>]*\/>((?:<text class="small"[^>]*>[^<]*<\/text>)+)/g,
    );
    for (const [, width, words = ''] of boxes)
      for (const [, line = ''] of words.matchAll(/>([^<]+)</g))
        expect([...line].length * 7, line).toBeLessThan(Number(width));
  });
});
