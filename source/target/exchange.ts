// One request and its answer, within a deadline and a size.

import type {Dispatcher} from 'undici';
import {createBody} from './body.ts';
import {explainFailure} from './connection-failure.ts';
import {givenUp, TargetError} from './target-error.ts';
import type {Timer} from './timer.ts';
import type {Transport} from './transport.ts';

/** An answer of whatever status. */
export type Reply = {
  readonly status: number;
  /** As the target wrote it, lower case; empty when it wrote none. Not safe to print. */
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly location: string;
  /** The body, in blocks of at most 1 MiB that own their buffers and can be transferred to a worker. */
  readonly chunks: Uint8Array<ArrayBuffer>[];
  readonly bytes: number;
  /** Milliseconds from when the request was sent to the last byte of the answer; connecting is not in it. */
  readonly durationMs: number;
  /** Milliseconds from when the request was sent to the head of the answer. */
  readonly firstByteMs: number;
  /** Which of the connections made so far it came over, from 1: another number is another connection. */
  readonly connection?: number | undefined;
};

export type RequestLimits = {
  /** For everything: connecting, waiting, reading. */
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
};

type Exchange = RequestLimits & {
  readonly transport: Transport;
  readonly timer: Timer;
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  /** What messages call the target. */
  readonly name: string;
};

/** The body of an error is read only to quote its beginning. */
const maxErrorBytes = 4096;
const stopped = new Error('stopped by gorowatch');

/** Sends one GET and reads its answer, within the limits. Rejects with a TargetError. Never follows a redirect. */
export function exchange({transport, timer, origin, path, name, ...limits}: Exchange): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const body = createBody();
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;
    let sentMs = timer.monotonicMs();
    let firstByteMs = 0;
    let connection: number | undefined;
    let head: Pick<Reply, 'status' | 'contentType' | 'contentEncoding' | 'location'> | undefined;

    const settle = (): boolean => {
      const first = !settled;
      settled = true;
      cancelDeadline();
      limits.signal?.removeEventListener('abort', onAbort);
      return first;
    };

    const succeed = () => {
      if (head !== undefined && settle()) {
        resolve({
          ...head,
          chunks: body.finish(),
          bytes: body.bytes,
          durationMs: timer.monotonicMs() - sentMs,
          firstByteMs,
          connection,
        });
      }
    };

    const fail = (error: TargetError) => {
      if (settle()) {
        reject(error);
      }
    };

    const stop = () => {
      if (controller === undefined) {
        transport.abandonConnecting();
      } else {
        controller.abort(stopped);
      }
    };

    const onDeadline = () => {
      // A status other than 200 says more than that its page did not end.
      if (head !== undefined && head.status !== 200) {
        succeed();
      } else {
        fail(timedOut(name, limits.deadlineMs, head === undefined ? undefined : body.bytes));
      }

      stop();
    };

    const onAbort = () => {
      fail(givenUp(name));
      stop();
    };

    const cancelDeadline = timer.start(onDeadline, limits.deadlineMs);
    limits.signal?.addEventListener('abort', onAbort, {once: true});

    transport.dispatcher.dispatch(
      {origin, path, method: 'GET', headers: {'accept-encoding': 'identity', 'user-agent': 'gorowatch'}},
      {
        onRequestStart(started) {
          controller = started;
          sentMs = timer.monotonicMs();
          if (settled) {
            started.abort(stopped);
          }
        },
        onResponseStart(_controller, status, headers) {
          firstByteMs = timer.monotonicMs() - sentMs;
          connection = transport.connections?.();
          const header = (field: string) => String(headers[field] ?? '');
          head = {
            status,
            contentType: header('content-type').toLowerCase(),
            contentEncoding: header('content-encoding').toLowerCase(),
            location: header('location'),
          };
          if (status === 200 && Number(header('content-length')) > limits.maxBytes) {
            fail(tooLarge(name, limits.maxBytes));
            stop();
          }
        },
        onResponseData(_controller, chunk) {
          if (settled) {
            return;
          }

          const isError = head?.status !== 200;
          if (!isError && body.bytes + chunk.length > limits.maxBytes) {
            fail(tooLarge(name, limits.maxBytes));
            stop();
            return;
          }

          body.append(isError ? chunk.subarray(0, maxErrorBytes - body.bytes) : chunk);
          if (isError && body.bytes === maxErrorBytes) {
            succeed();
            stop();
          }
        },
        onResponseEnd() {
          succeed();
        },
        onResponseError(_controller, error) {
          fail(explainFailure(error, {name, sent: controller !== undefined, received: head && body.bytes}));
        },
      },
    );
  });
}

function timedOut(name: string, deadlineMs: number, received: number | undefined): TargetError {
  const seconds = `${Number((deadlineMs / 1000).toPrecision(3))} s`;
  return new TargetError(
    'timed out',
    received === undefined
      ? `${name} did not answer within ${seconds}.`
      : `${name} did not finish its answer within ${seconds}: ${received} bytes arrived.`,
    'The process may be stopped, overloaded or behind a slow link: try again, or look at it on its own machine.',
  );
}

function tooLarge(name: string, maxBytes: number): TargetError {
  return new TargetError(
    'too large',
    `${name} sends more than ${formatMiB(maxBytes)}, which no answer to this request should.`,
    'Check that the address is that of a Go process with net/http/pprof.',
  );
}

function formatMiB(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
