// The load that healthy servers are put under: clients that come and go in phases.
import {setTimeout as sleep} from 'node:timers/promises';

/** One client which uses a server until it is closed. */
export type Client = {readonly close: () => Promise<void> | void};

/** Opens the `turn`-th client, counted from 0; resolves when the server knows of it. */
export type Connect = (turn: number) => Promise<Client>;

export type PhaseName = 'idle' | 'ramp' | 'plateau' | 'sawtooth' | 'drain' | 'idle again' | 'slow ramp';

/** `clients`: how many there should be, so many milliseconds after the phase began. */
export type Phase = {
  readonly name: PhaseName;
  readonly lastsMs: number;
  readonly clients: (sinceMs: number) => number;
};

const mostClients = 128;
const stepMs = 500;
const clientsPerStep = 8;
const rampMs = (mostClients / clientsPerStep) * stepMs;
const waveMs = 6000;
const leastInWave = 32;

/** Every phase in its order; none is shorter than its own ramp. Ends with clients still coming. */
export function phasesOf(lastsMs: number): Phase[] {
  const atLeastRampMs = Math.max(lastsMs, rampMs);
  return [
    {name: 'idle', lastsMs, clients: () => 0},
    {
      name: 'ramp',
      lastsMs: atLeastRampMs,
      clients: (sinceMs) => Math.min(mostClients, clientsPerStep * Math.ceil(sinceMs / stepMs)),
    },
    {name: 'plateau', lastsMs, clients: () => mostClients},
    {name: 'sawtooth', lastsMs, clients: wave},
    {
      name: 'drain',
      lastsMs: atLeastRampMs,
      clients: (sinceMs) => Math.ceil(mostClients * (1 - sinceMs / 6000)),
    },
    {name: 'idle again', lastsMs, clients: () => 0},
    {name: 'slow ramp', lastsMs, clients: (sinceMs) => Math.ceil((mostClients * sinceMs) / lastsMs)},
  ];
}

/** Clients drop from all to a quarter at once, and come back one by one. */
function wave(sinceMs: number): number {
  const part = Math.min(1, (sinceMs % waveMs) / (waveMs - stepMs));
  return Math.round(leastInWave + (mostClients - leastInWave) * part);
}

/** Keeps as many clients as each phase wants; those that came first leave first. */
export function openLoad(connect: Connect) {
  const clients: Client[] = [];
  let turn = 0;
  let failures = 0;

  async function settle(wanted: number): Promise<void> {
    const leaving = clients.splice(0, Math.max(0, clients.length - wanted));
    await Promise.all(leaving.map(async (client) => client.close()));
    const missing = Math.max(0, wanted - clients.length);
    const came = await Promise.allSettled(Array.from({length: missing}, () => connect(turn++)));
    for (const result of came) {
      if (result.status === 'fulfilled') clients.push(result.value);
      else failures++;
    }
  }

  return {
    /** Clients that could not be opened so far. */
    failures: () => failures,
    /** Runs one phase to its end. */
    async run(phase: Phase): Promise<void> {
      const startMs = performance.now();
      for (let nextMs = 0; nextMs < phase.lastsMs; nextMs += stepMs) {
        await sleep(Math.max(0, startMs + nextMs - performance.now()));
        await settle(Math.max(0, phase.clients(performance.now() - startMs)));
      }

      await sleep(Math.max(0, startMs + phase.lastsMs - performance.now()));
    },
    /** Ends every client. */
    async close(): Promise<void> {
      await settle(0);
    },
  };
}
