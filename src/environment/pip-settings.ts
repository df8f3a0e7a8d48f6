import {resolve} from 'node:path';

/**
 * Variables by which a user tells pip its index, mirror, proxy and certificates, and compilers
 * their ways, in any case of letters.
 */
const HEEDED =
  /^(?:PIP_.+|(?:https?|ftp|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC|XDG_\w+|CC|CXX|(?:C|CXX|CPP|LD)FLAGS|PKG_CONFIG_PATH)$/i;

/** pip's own variables that hold paths. */
const PATHS =
  /^PIP_(?:FIND_LINKS|CONFIG_FILE|CERT|CLIENT_CERT|CACHE_DIR|CONSTRAINT|BUILD_CONSTRAINT|LOG|SRC)$/;

/**
 * The part of our environment that pip heeds. It starts in another folder than the user's, so the
 * relative paths among its settings are made absolute.
 */
export function pipSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      if (value === undefined || !HEEDED.test(name)) return [];
      return [[name, PATHS.test(name) ? absolutePaths(value) : value]];
    }),
  );
}

/** A setting may name several, with addresses among them. */
function absolutePaths(value: string): string {
  return value
    .split(' ')
    .map((each) => (each === '' || ADDRESS.test(each) ? each : resolve(each)))
    .join(' ');
}

const ADDRESS = /^[\w+.-]+:/;
