import {z} from 'zod';

/** How an answer is drawn. All of it is part of a request's identity; null means "not sent". */
export const decodingSchema = z.object({
  temperature: z.number().min(0).nullable(),
  max_tokens: z.number().int().min(1).nullable(),
  stop: z.array(z.string()),
  seed: z.number().int().nullable(),
  /** Further fields of the request body, sent as they are. */
  extra_body: z.record(z.string(), z.unknown()),
  mode: z.enum(['chat', 'plain']),
});

export type Decoding = z.infer<typeof decodingSchema>;
