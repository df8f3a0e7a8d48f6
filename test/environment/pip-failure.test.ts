import {describe, expect, test} from 'vitest';
import {explainPipFailure} from '../../src/environment/pip-failure.js';

const target = 'Python 3.12 on linux arm64';

// What pip 23 and 26 print, shortened to the lines that tell.
const unreachable = `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/six/
ERROR: Could not find a version that satisfies the requirement six==1.16.0 (from versions: none)
ERROR: No matching distribution found for six==1.16.0
`;
const noWheel = `Collecting numpy==1.21.2 (from -r requirements.txt (line 1))
ERROR: Could not find a version that satisfies the requirement numpy==1.21.2 (from versions: 1.26.0, 1.26.1)
ERROR: No matching distribution found for numpy==1.21.2
`;
const otherHash = `ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have tampered with them.
    gast==0.6.0 from https://index.example/gast-0.6.0-py3-none-any.whl (from -r requirements.txt (line 1)):
        Expected sha256 88fc
             Got        52b1
`;
const notBuilt = `  error: subprocess-exited-with-error
  ERROR: Failed building wheel for wordninja
ERROR: Could not build wheels for wordninja, which is required to install pyproject.toml-based projects
`;

describe('a failure of pip', () => {
  test('for want of a wheel names distribution, Python and remedy', () => {
    const message = explainPipFailure(noWheel, target);
    expect(message).toMatch(
      /^numpy==1\.21\.2: the package index has no wheel of it for Python 3\.12 on linux arm64\./,
    );
    expect(message).toContain('`python`');
  });

  test('for want of a network is not taken for a missing wheel', () => {
    expect(explainPipFailure(unreachable, target)).toMatch(
      /^pip cannot reach its package index .*goes on from there\.$/,
    );
  });

  test('over a hash names the distribution and what to do', () => {
    expect(explainPipFailure(otherHash, target)).toMatch(
      /^gast==0\.6\.0: what the package index sent .*pip cache purge/,
    );
  });

  test('to build from source names the distribution', () => {
    expect(explainPipFailure(notBuilt, target)).toMatch(/^wordninja: it exists as source only/);
  });

  test('on a full disk says so', () => {
    expect(
      explainPipFailure(
        'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
        target,
      ),
    ).toMatch(/^the disk is full/);
  });

  test('of another kind is told in pip’s last error', () => {
    expect(
      explainPipFailure('Collecting a\nERROR: first\nERROR: the last\nhint: none\n', target),
    ).toMatch(/^pip failed: the last\./);
    expect(explainPipFailure('Killed\n', target)).toMatch(/^pip failed: Killed\./);
  });
});
