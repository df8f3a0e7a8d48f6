import type {Behaviour} from '../endpoint/stand-in-server.js';

/**
 * OpenAI's Batch API as far as we use it, answering every line of a batch with the model's name for
 * it.
 */
export type BatchService = {
  behave: Behaviour;
  /** Content of each uploaded file by id, and the bodies of `POST /batches`. */
  uploads: Map<string, string>;
  created: {input_file_id: string; endpoint: string; completion_window: string}[];
  /** Lets all batches end that way. */
  finish(status: 'completed' | 'failed' | 'expired'): void;
};

export function createBatchService(
  resultsOf: (input: string) => {output: string; errors: string},
): BatchService {
  const uploads = new Map<string, string>();
  const created: BatchService['created'] = [];
  let status = 'in_progress';
  const isDone = () => status === 'completed' || status === 'expired';

  const describe = (index: number) => ({
    id: `batch_${index}`,
    object: 'batch',
    status,
    input_file_id: created[index]?.input_file_id,
    output_file_id: isDone() ? `output_${index}` : null,
    error_file_id: isDone() ? `errors_${index}` : null,
    request_counts: {total: 2, completed: isDone() ? 1 : 0, failed: isDone() ? 1 : 0},
    errors:
      status === 'failed'
        ? {data: [{code: 'invalid_json_line', message: 'line 1 is not JSON'}]}
        : null,
  });

  const routes: [RegExp, (id: string, body: string) => unknown][] = [
    [/^POST \/v1\/files$/, (_id, body) => upload(body)],
    [
      /^GET \/v1\/batches\?/,
      () => ({
        object: 'list',
        data: created.map((_batch, index) => describe(index)),
        has_more: false,
      }),
    ],
    [/^POST \/v1\/batches$/, (_id, body) => describe(created.push(JSON.parse(body)) - 1)],
    [/^GET \/v1\/batches\/batch_(\d+)$/, (id) => describe(Number(id))],
    [/^GET \/v1\/files\/(?:output|errors)_(\d+)\/content$/, () => undefined],
  ];

  function upload(form: string): {id: string; object: string} {
    const id = `file_${uploads.size}`;
    const content =
      /filename="batch-\d+\.jsonl"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(form)?.[1] ?? '';
    if (!/name="purpose"\r\n\r\nbatch\r\n/.test(form))
      throw new Error('an upload without its purpose');
    uploads.set(id, content);
    return {id, object: 'file'};
  }

  function contentOf(path: string): string {
    const [, kind, index] = /(output|errors)_(\d+)/.exec(path) ?? [];
    const input = uploads.get(created[Number(index)]?.input_file_id ?? '') ?? '';
    return kind === 'output' ? resultsOf(input).output : resultsOf(input).errors;
  }

  return {
    uploads,
    created,
    finish: (end) => {
      status = end;
    },
    behave: (response, {method, path, body}) => {
      const call = `${method} ${path}`;
      const [pattern, act] = routes.find(([route]) => route.test(call)) ?? [];
      if (!pattern || !act) {
        response.writeHead(404).end('{}');
        return;
      }
      const reply = act(pattern.exec(call)?.[1] ?? '', body);
      response.setHeader(
        'content-type',
        reply === undefined ? 'application/octet-stream' : 'application/json',
      );
      response.end(reply === undefined ? contentOf(path) : JSON.stringify(reply));
    },
  };
}
