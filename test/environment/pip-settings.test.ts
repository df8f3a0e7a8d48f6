import {resolve} from 'node:path';
import {expect, test} from 'vitest';
import {pipSettings} from '../../src/environment/pip-settings.js';

test('pip is told its own settings, proxies and certificates, and no key', () => {
  const told = pipSettings({
    PIP_INDEX_URL: 'https://index.example/simple',
    https_proxy: 'http://proxy.example:3128',
    SSL_CERT_FILE: '/certificates.pem',
    OPENAI_API_KEY: 'sk-secret',
    PYTHONPATH: '.',
    PIP_RETRIES: undefined,
  });
  expect(told).toEqual({
    PIP_INDEX_URL: 'https://index.example/simple',
    https_proxy: 'http://proxy.example:3128',
    SSL_CERT_FILE: '/certificates.pem',
  });
});

test('relative paths stay those of the folder in which the user stands', () => {
  const told = pipSettings({
    PIP_FIND_LINKS: 'wheels /more https://index.example/links',
    PIP_CONFIG_FILE: 'pip.conf',
    PIP_RETRIES: '5',
  });
  expect(told).toEqual({
    PIP_FIND_LINKS: `${resolve('wheels')} /more https://index.example/links`,
    PIP_CONFIG_FILE: resolve('pip.conf'),
    PIP_RETRIES: '5',
  });
});
