import type {ProblemDetail} from '../html/problem-detail.js';
import {taskInAddress} from '../html/task-in-address.js';

declare global {
  /** What the scripts beside a split page call. */
  var convcodebenchChunk: (number: number, packed: string) => void;
}

/** Undoes `pack`: base64, gzip, JSON. */
export async function unpack<T>(packed: string): Promise<T> {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** The text of a `<template>`, which is data to every parser. */
export function templateText(template: Element | null): string {
  return template instanceof HTMLTemplateElement ? (template.content.textContent ?? '') : '';
}

const fromServer = 'served';
const held = new Map<number, Promise<ProblemDetail>>();
const mostHeld = 20;

/** The conversations of a problem, wherever the page keeps them. Those opened last stay at hand. */
export function detailAt(number: number, taskId: string): Promise<ProblemDetail> {
  const known = held.get(number);
  if (known) return known;
  const detail = load(number, taskId);
  held.set(number, detail);
  for (const oldest of held.keys()) {
    if (held.size <= mostHeld) break;
    held.delete(oldest);
  }
  detail.catch(() => held.delete(number));
  return detail;
}

async function load(number: number, taskId: string): Promise<ProblemDetail> {
  const place = document.body.dataset.chunks;
  if (place === fromServer) {
    const task = encodeURIComponent(taskInAddress(taskId));
    const response = await fetch(`detail/${location.search}&task=${task}`);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }
  const packed = place === 'beside' ? await chunkBeside(number) : await chunkInside(number);
  return unpack(packed);
}

/** The page may still be read when its first conversation is opened. */
async function chunkInside(number: number): Promise<string> {
  const find = () => document.getElementById(`chunk-${number}`);
  if (find() === null && document.readyState === 'loading')
    await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, {once: true}));
  return templateText(find());
}

const waiting = new Map<number, (packed: string) => void>();

globalThis.convcodebenchChunk = (number, packed) => {
  waiting.get(number)?.(packed);
  waiting.delete(number);
};

function chunkBeside(number: number): Promise<string> {
  return new Promise((resolve, reject) => {
    waiting.set(number, resolve);
    const script = document.createElement('script');
    script.src = `data/${number}.js`;
    script.onload = () => script.remove();
    script.onerror = () => reject(new Error(`data/${number}.js is not beside the page`));
    document.head.append(script);
  });
}
