/**
 * What servers send, as their own documentation, sources and issue threads show it. A reply is a
 * status, a body (text as it is, anything else as JSON) and headers.
 */
export type Sent = {
  status: number;
  body: unknown;
  headers?: {[name: string]: string};
  /** Where it can be read. */
  source: string;
};

/** A setting that is refused, and what has to be in the line that ends the run. */
export type SettingRefusal = Sent & {remedy: string};

export type Dialect = {
  name: string;
  answer: Sent & {text: string; reasoning?: string; completionTokens: number | null};
  /** The same text as a plain completion (`/completions`), for base models. */
  plain?: Sent;
  tooLong: readonly Sent[];
  refusedSettings?: readonly SettingRefusal[];
  /** The model is not there yet. */
  loading?: readonly Sent[];
  /** Too much at once; may pass. */
  overload: readonly Sent[];
  /** Half an answer, or none, behind status 200. */
  brokenOff?: readonly Sent[];
};

type Message = {[field: string]: unknown};

function chat(message: Message, usage: unknown, finish_reason = 'stop') {
  const choices = [{index: 0, message: {role: 'assistant', ...message}, finish_reason}];
  return {id: 'c-1', object: 'chat.completion', created: 1, model: 'm', choices, usage};
}

function plain(usage: unknown, more: {[field: string]: unknown} = {}) {
  const choices = [{index: 0, text: 'text', logprobs: null, finish_reason: 'length', ...more}];
  return {id: 'cmpl-1', object: 'text_completion', created: 1, model: 'm', choices, usage};
}

/** As OpenAI refuses a field, and servers that follow it closely. */
function invalid(message: string, param: string | null, code: string | null) {
  return {error: {message, type: 'invalid_request_error', param, code}};
}

const counted = {prompt_tokens: 11, completion_tokens: 7, total_tokens: 18};

const openai = 'https://platform.openai.com/docs/api-reference/chat';
const openaiErrors = 'https://platform.openai.com/docs/guides/error-codes';
const azure = 'https://github.com/lobehub/lobehub/issues/5909';
const openrouter = 'https://openrouter.ai/docs/api/reference/errors-and-debugging';
const llamaCpp = 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md';
const deepseek = 'https://api-docs.deepseek.com/quick_start/error_codes';
const gemini = 'https://ai.google.dev/gemini-api/docs/openai';

const tooManyForOpenAi =
  "This model's maximum context length is 4096 tokens. However, your messages resulted in 5031 tokens. Please reduce the length of the messages.";

/** As vLLM and SGLang do. */
function badRequest(message: string) {
  return {object: 'error', message, type: 'BadRequestError', param: null, code: 400};
}

/** As Anthropic does. */
function refusedByAnthropic(message: string) {
  return {type: 'error', error: {type: 'invalid_request_error', message}};
}

const noMaxTokens = invalid(
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  'max_tokens',
  'unsupported_parameter',
);

export const dialects: readonly Dialect[] = [
  {
    name: 'OpenAI',
    answer: {
      status: 200,
      body: chat({content: 'text', refusal: null, annotations: []}, counted),
      source: openai,
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: invalid(tooManyForOpenAi, 'messages', 'context_length_exceeded'),
        source: 'https://github.com/rahul2002m/ChatPDF/issues/6',
      },
    ],
    overload: [
      {
        status: 429,
        body: {error: {message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded'}},
        headers: {'retry-after-ms': '20'},
        source: openaiErrors,
      },
      {
        status: 503,
        body: {error: {message: 'The engine is currently overloaded', type: 'server_error'}},
        source: openaiErrors,
      },
    ],
  },
  {
    name: 'OpenAI, reasoning models',
    answer: {
      status: 200,
      body: chat({content: 'text'}, {...counted, completion_tokens_details: {reasoning_tokens: 5}}),
      source: openai,
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: invalid(
          'Your input exceeds the context window of this model.',
          'messages',
          'context_length_exceeded',
        ),
        source: openaiErrors,
      },
    ],
    refusedSettings: [
      {
        status: 400,
        body: noMaxTokens,
        source: azure,
        remedy: '`maxTokensField` max_completion_tokens',
      },
      {
        status: 400,
        body: invalid(
          "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
          'temperature',
          'unsupported_value',
        ),
        source: openaiErrors,
        remedy: '`temperature: null`',
      },
    ],
    overload: [],
  },
  {
    name: 'Azure',
    answer: {
      status: 200,
      body: {
        ...chat({content: 'text'}, counted),
        prompt_filter_results: [{prompt_index: 0, content_filter_results: {}}],
      },
      source: 'https://learn.microsoft.com/azure/ai-services/openai/reference',
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: invalid(tooManyForOpenAi, 'messages', 'context_length_exceeded'),
        source: 'https://learn.microsoft.com/azure/ai-services/openai/reference',
      },
    ],
    refusedSettings: [
      {
        status: 400,
        body: noMaxTokens,
        source: 'https://github.com/lobehub/lobehub/issues/5909',
        remedy: '`maxTokensField` max_completion_tokens',
      },
    ],
    overload: [
      {
        status: 429,
        body: {error: {code: '429', message: 'Requests have exceeded call rate limit.'}},
        headers: {'retry-after': '1'},
        source: 'https://learn.microsoft.com/azure/ai-services/openai/how-to/quota',
      },
    ],
  },
  {
    name: 'OpenRouter',
    answer: {
      status: 200,
      body: {
        ...chat({content: 'text', reasoning: 'thought', refusal: null}, {...counted, cost: 0.1}),
        provider: 'P',
      },
      source: 'https://openrouter.ai/docs/api/reference/overview',
      text: 'text',
      reasoning: 'thought',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: {
          error: {
            code: 400,
            message: 'Provider returned error',
            metadata: {
              raw: JSON.stringify(refusedByAnthropic('prompt is too long: 5 > 4 maximum')),
              provider_name: 'Anthropic',
            },
          },
        },
        source: openrouter,
      },
    ],
    overload: [
      {status: 502, body: {error: {code: 502, message: 'Model is down'}}, source: openrouter},
      {status: 429, body: {error: {code: 429, message: 'Rate limited'}}, source: openrouter},
      {
        status: 402,
        body: {error: {code: 402, message: 'In-flight budget is exhausted'}},
        headers: {'retry-after': '1'},
        source: openrouter,
      },
    ],
    brokenOff: [
      {status: 200, body: {error: {code: 502, message: 'Provider went away'}}, source: openrouter},
      {
        status: 200,
        body: {
          choices: [
            {
              finish_reason: 'error',
              message: {role: 'assistant', content: 'half an ans'},
              error: {code: 502, message: 'Provider returned error'},
            },
          ],
        },
        source: openrouter,
      },
    ],
  },
  {
    name: 'vLLM, old',
    answer: {
      status: 200,
      body: chat({content: 'text', tool_calls: []}, {...counted, prompt_tokens_details: null}),
      source: 'https://docs.vllm.ai/en/v0.8.5/serving/openai_compatible_server.html',
      text: 'text',
      completionTokens: 7,
    },
    plain: {
      status: 200,
      body: plain(counted, {stop_reason: null, prompt_logprobs: null}),
      source: 'https://docs.vllm.ai/en/v0.8.5/serving/openai_compatible_server.html',
    },
    tooLong: [
      {
        status: 400,
        body: badRequest(
          "This model's maximum context length is 6048 tokens. However, you requested 6616 tokens (568 in the messages, 6048 in the completion).",
        ),
        source: 'https://github.com/ogx-ai/ogx/issues/4534',
      },
      {
        status: 400,
        body: badRequest('max_tokens must be at least 1, got -186.'),
        source: 'https://github.com/vllm-project/vllm/issues/4667',
      },
      {
        status: 400,
        body: badRequest(
          'The decoder prompt (length 10127) is longer than the maximum model length of 8192.',
        ),
        source: 'https://github.com/Gabesarch/grounded-rl/issues/16',
      },
    ],
    refusedSettings: [
      {
        status: 400,
        body: {object: 'error', message: 'System role not supported', code: 400},
        source: 'https://github.com/vllm-project/vllm/issues/3854',
        remedy: '`systemPrompt: false`',
      },
    ],
    overload: [{status: 500, body: 'Internal Server Error', source: 'FastAPI’s own page'}],
    brokenOff: [
      {
        status: 200,
        body: chat({content: 'half an ans'}, counted, 'abort'),
        source: 'https://docs.vllm.ai/en/latest/api/vllm/v1/engine (FinishReason.ABORT)',
      },
    ],
  },
  {
    name: 'vLLM, new',
    answer: {
      status: 200,
      body: chat({content: 'text', reasoning: 'thought', refusal: null, tool_calls: []}, counted),
      source: 'https://docs.vllm.ai/en/latest/features/reasoning_outputs.html',
      text: 'text',
      reasoning: 'thought',
      completionTokens: 7,
    },
    plain: {
      status: 200,
      body: {...plain(counted, {token_ids: null}), kv_transfer_params: null},
      source: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    },
    tooLong: [
      {
        status: 400,
        body: {
          error: {
            message:
              'max_tokens must be at least 1, got -7584. (parameter=max_tokens, value=-7584)',
            type: 'BadRequestError',
            param: 'max_tokens',
            code: 400,
          },
        },
        source: 'https://github.com/vllm-project/vllm/pull/36789',
      },
      {
        status: 400,
        body: {
          error: {
            message: "Input length (11680) exceeds model's maximum context length (4096).",
            type: 'BadRequestError',
            param: null,
            code: 400,
          },
        },
        source: 'https://github.com/vllm-project/vllm/pull/36789',
      },
    ],
    overload: [{status: 503, body: {error: {message: 'no engine'}}, source: 'the shape of above'}],
  },
  {
    name: 'llama.cpp',
    answer: {
      status: 200,
      body: {
        ...chat({content: 'text', reasoning_content: 'thought'}, counted),
        system_fingerprint: 'b9688',
        timings: {predicted_per_second: 33.1},
      },
      source: llamaCpp,
      text: 'text',
      reasoning: 'thought',
      completionTokens: 7,
    },
    plain: {
      status: 200,
      body: {...plain(counted), system_fingerprint: 'b9688', timings: {predicted_n: 7}},
      source: llamaCpp,
    },
    tooLong: [
      {
        status: 400,
        body: {
          error: {
            code: 400,
            message:
              'the request exceeds the available context size. try increasing the context size or enable context shift',
            type: 'exceed_context_size_error',
            n_prompt_tokens: 14429,
            n_ctx: 8192,
          },
        },
        source: 'https://github.com/oobabooga/textgen/issues/7257',
      },
    ],
    loading: [
      {
        status: 503,
        body: {error: {code: 503, message: 'Loading model', type: 'unavailable_error'}},
        source: llamaCpp,
      },
    ],
    overload: [
      {
        status: 503,
        body: {error: {code: 503, message: 'No slot available', type: 'unavailable_error'}},
        source: llamaCpp,
      },
    ],
  },
  {
    name: 'Ollama',
    answer: {
      status: 200,
      body: chat({content: 'text', reasoning: 'thought'}, counted),
      source: 'https://docs.ollama.com/api/openai-compatibility',
      text: 'text',
      reasoning: 'thought',
      completionTokens: 7,
    },
    plain: {
      status: 200,
      body: {...plain(counted), system_fingerprint: 'fp_ollama'},
      source: 'https://docs.ollama.com/api/openai-compatibility',
    },
    tooLong: [
      {
        status: 400,
        body: {error: 'the input length exceeds the context length'},
        source: 'https://github.com/nano-step/nano-brain/issues/208',
      },
    ],
    overload: [
      {
        status: 503,
        body: {
          error: {message: 'server busy, please try again. maximum pending requests exceeded'},
        },
        source: 'https://docs.ollama.com/faq (OLLAMA_MAX_QUEUE)',
      },
    ],
  },
  {
    name: 'TGI',
    answer: {
      status: 200,
      body: chat({content: 'text'}, counted, 'eos_token'),
      source: 'https://huggingface.co/docs/text-generation-inference/messages_api',
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 422,
        body: {
          error: 'Input validation error: `inputs` must have less than 4096 tokens. Given: 4545',
          error_type: 'validation',
        },
        source: 'https://github.com/meta-llama/llama/issues/1103',
      },
      {
        status: 422,
        body: {
          error:
            'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32768. Given: 40000 `inputs` tokens and 2048 `max_new_tokens`',
          error_type: 'validation',
        },
        source: 'https://github.com/barun-saha/slide-deck-ai/issues/44',
      },
    ],
    loading: [
      {
        status: 503,
        body: {error: 'Model m is currently loading', estimated_time: 20},
        source: 'https://huggingface.co/docs/inference-providers (a model that is cold)',
      },
    ],
    overload: [
      {
        status: 429,
        body: {error: 'Model is overloaded', error_type: 'overloaded'},
        source: 'https://huggingface.github.io/text-generation-inference/',
      },
    ],
  },
  {
    name: 'SGLang',
    answer: {
      status: 200,
      body: chat({content: 'text', reasoning_content: null, tool_calls: null}, counted),
      source: 'https://docs.sglang.ai/basic_usage/openai_api_completions.html',
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: badRequest(
          "The input (85050 tokens) is longer than the model's context length (32768 tokens).",
        ),
        source: 'https://github.com/sgl-project/sglang/issues/8096',
      },
    ],
    overload: [
      {
        status: 503,
        body: {object: 'error', message: 'The request queue is full.', code: 503},
        source: 'https://docs.sglang.ai/advanced_features/server_arguments.html',
      },
    ],
    brokenOff: [
      {
        status: 200,
        body: chat({content: 'half an ans'}, counted, 'abort'),
        source: 'https://github.com/sgl-project/sglang/pull/2013',
      },
    ],
  },
  {
    name: 'LM Studio',
    answer: {
      status: 200,
      body: {...chat({content: 'text'}, counted), stats: {}, system_fingerprint: 'm'},
      source: 'https://lmstudio.ai/docs/app/api/endpoints/openai',
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: {
          error:
            'Trying to keep the first 14538 tokens when context the overflows. However, the model is loaded with context length of only 2048 tokens, which is not enough.',
        },
        source: 'https://github.com/dyad-sh/dyad/issues/925',
      },
      {
        status: 400,
        body: {
          error:
            'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096).',
        },
        source: 'https://github.com/Gitlawb/openclaude/issues/353',
      },
      {
        status: 200,
        body: {error: {message: 'Context size has been exceeded.'}},
        source: 'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/2322',
      },
    ],
    overload: [],
  },
  {
    name: 'DeepSeek',
    answer: {
      status: 200,
      body: chat(
        {content: 'text', reasoning_content: 'thought'},
        {...counted, prompt_cache_hit_tokens: 0, prompt_cache_miss_tokens: 11},
      ),
      source: 'https://api-docs.deepseek.com/api/create-chat-completion',
      text: 'text',
      reasoning: 'thought',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: invalid(
          `${tooManyForOpenAi} (5031 in the messages, 0 in the completion)`,
          null,
          'invalid_request_error',
        ),
        source: deepseek,
      },
    ],
    refusedSettings: [
      {
        status: 400,
        body: {error: {message: 'Invalid max_tokens value, the valid range is [1, 1024]'}},
        source: deepseek,
        remedy: 'a smaller `max_tokens`',
      },
    ],
    overload: [
      {status: 429, body: {error: {message: 'Rate Limit Reached'}}, source: deepseek},
      {status: 503, body: {error: {message: 'Server Overloaded'}}, source: deepseek},
    ],
    brokenOff: [
      {
        status: 200,
        body: chat({content: 'half an ans'}, counted, 'insufficient_system_resource'),
        source: 'https://api-docs.deepseek.com/api/create-chat-completion',
      },
    ],
  },
  {
    name: 'Anthropic, compatible',
    answer: {
      status: 200,
      body: chat({content: 'text'}, counted),
      source: 'https://docs.anthropic.com/en/api/openai-sdk',
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: refusedByAnthropic('prompt is too long: 200679 tokens > 199999 maximum'),
        source: 'https://github.com/getappmap/appmap-js/issues/2091',
      },
      {
        status: 400,
        body: refusedByAnthropic(
          'input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000, decrease input length or `max_tokens` and try again',
        ),
        source: 'https://github.com/continuedev/continue/issues/6080',
      },
    ],
    refusedSettings: [
      {
        status: 400,
        body: refusedByAnthropic(
          'max_tokens: 10000 > 4096, which is the maximum allowed number of output tokens for claude-3-5-sonnet-20240620',
        ),
        source: 'https://github.com/ChatGPTNextWeb/NextChat/issues/4964',
        remedy: 'a smaller `max_tokens`',
      },
    ],
    overload: [
      {
        status: 529,
        body: {type: 'error', error: {type: 'overloaded_error', message: 'Overloaded'}},
        source: 'https://docs.anthropic.com/en/api/errors',
      },
    ],
  },
  {
    name: 'Gemini, compatible',
    answer: {
      status: 200,
      body: chat({content: 'text'}, counted),
      source: gemini,
      text: 'text',
      completionTokens: 7,
    },
    tooLong: [
      {
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message:
                'The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
        source: 'https://github.com/google-gemini/gemini-cli/issues/6678',
      },
    ],
    overload: [
      {
        status: 503,
        body: [{error: {code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE'}}],
        source: 'https://ai.google.dev/gemini-api/docs/troubleshooting',
      },
    ],
  },
];
