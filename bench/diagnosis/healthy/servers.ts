// Real servers, healthy ones: how to get, build and start each, and who its clients are.
import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Started} from '../go-program.ts';
import {dnsClients} from './dns-client.ts';
import {httpClients} from './http-clients.ts';
import type {Connect} from './load.ts';
import {natsClients} from './nats-client.ts';
import {freePorts, startServer} from './process.ts';

const run = promisify(execFile);

/** Where servers are built, unless told otherwise: built once, they are there for the next run. */
export const defaultCache =
  process.env['GOROWATCH_BENCH_CACHE'] ?? join(tmpdir(), 'gorowatch-healthy-servers');

/** What the Go command is told to build. */
type Source = {readonly module: string; readonly version: string; readonly package: string};

export type HealthyServer = {
  readonly name: string;
  readonly source: Source;
  /** Environment of the build: which Go, which experiment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How it is started with two free ports, one of which may be for pprof; files go into the folder. */
  readonly start: (ports: readonly [number, number], folder: string) => Start;
};

type Start = {
  readonly args: readonly string[];
  /** The port on which it serves pprof. */
  readonly pprofPort: number;
  readonly connect: Connect;
};

export type RunningServer = Started & {readonly connect: Connect};

const nats = {
  source: {
    module: 'github.com/nats-io/nats-server/v2',
    version: 'v2.14.5',
    package: 'github.com/nats-io/nats-server/v2',
  },
  start: ([port, pprofPort]) => ({
    args: ['-a', '127.0.0.1', '-p', `${port}`, '--profile', `${pprofPort}`],
    pprofPort,
    connect: natsClients(port),
  }),
} satisfies Omit<HealthyServer, 'name'>;

/** The quickest to build come first. */
export const healthyServers: readonly HealthyServer[] = [
  {name: 'nats-server', ...nats},
  {name: 'nats-server-go1.27', ...nats, environment: {GOTOOLCHAIN: 'go1.27.4'}},
  {name: 'nats-server-leak-profile', ...nats, environment: {GOEXPERIMENT: 'goroutineleakprofile'}},
  {
    name: 'node-exporter',
    source: {
      module: 'github.com/prometheus/node_exporter',
      version: 'v1.12.1',
      package: 'github.com/prometheus/node_exporter',
    },
    environment: {GOTOOLCHAIN: 'go1.27.4'},
    start: ([port]) => ({
      args: [`--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
      pprofPort: port,
      connect: httpClients({port, path: '/metrics?collect[]=loadavg', upload: '/'}),
    }),
  },
  {
    name: 'etcd',
    source: {
      module: 'go.etcd.io/etcd/server/v3',
      version: 'v3.7.3',
      package: 'go.etcd.io/etcd/server/v3',
    },
    start: ([port, peerPort], folder) => ({
      args: [
        `--data-dir=${join(folder, 'etcd')}`,
        `--listen-client-urls=http://127.0.0.1:${port}`,
        `--advertise-client-urls=http://127.0.0.1:${port}`,
        `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
        `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
        `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
        '--enable-pprof',
        '--log-level=error',
      ],
      pprofPort: port,
      connect: httpClients({
        port,
        path: '/health',
        upload: '/v3/kv/put',
        stream: {path: '/v3/watch', body: '{"create_request":{"key":"Zm9v"}}'},
      }),
    }),
  },
  {
    name: 'caddy',
    source: {
      module: 'github.com/caddyserver/caddy/v2',
      version: 'v2.11.9',
      package: 'github.com/caddyserver/caddy/v2/cmd/caddy',
    },
    start: ([port, adminPort], folder) => ({
      args: ['run', '--adapter', 'caddyfile', '--config', caddyfile(folder, port, adminPort)],
      pprofPort: adminPort,
      connect: httpClients({port, path: '/', upload: '/proxied'}),
    }),
  },
  {
    name: 'coredns',
    source: {
      module: 'github.com/coredns/coredns',
      version: 'v1.15.0',
      package: 'github.com/coredns/coredns',
    },
    start: ([port, pprofPort], folder) => ({
      args: ['-conf', corefile(folder, port, pprofPort), '-quiet'],
      pprofPort,
      connect: dnsClients(port),
    }),
  },
  {
    name: 'prometheus',
    source: {
      module: 'github.com/prometheus/prometheus',
      version: 'v0.314.0',
      package: 'github.com/prometheus/prometheus/cmd/prometheus',
    },
    start: ([port], folder) => ({
      args: [
        `--config.file=${prometheusConfiguration(folder, port)}`,
        `--storage.tsdb.path=${join(folder, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      pprofPort: port,
      connect: httpClients({port, path: '/api/v1/query?query=up', upload: '/api/v1/query'}),
    }),
  },
];

/** Builds a server into `cache`, unless it is there already. Fails with the Go command's words. */
export async function buildServer(
  {name, source, environment}: HealthyServer,
  cache: string,
): Promise<string> {
  const binary = join(cache, 'bin', `${name}-${source.version}`);
  if (existsSync(binary)) return binary;
  // In a module of our own, since `go install` refuses modules that replace their dependencies.
  const cwd = join(cache, 'build', name);
  mkdirSync(cwd, {recursive: true});
  const options = {
    cwd,
    env: {...process.env, GOFLAGS: '-mod=mod', ...environment},
    maxBuffer: 64 * 1024 * 1024,
  };
  if (!existsSync(join(cwd, 'go.mod'))) await run('go', ['mod', 'init', 'scratch'], options);
  await run('go', ['get', `${source.module}@${source.version}`], options);
  await run('go', ['build', '-o', binary, source.package], options);
  return binary;
}

/** Starts a server on free ports of loopback; `folder`: an empty one for its files. */
export async function runServer(
  server: HealthyServer,
  binary: string,
  folder: string,
): Promise<RunningServer> {
  const [first, second] = await freePorts(2);
  const {args, pprofPort, connect} = server.start([first!, second!], folder);
  const pprof = `http://127.0.0.1:${pprofPort}/debug/pprof/`;
  // Some keep files in the home folder.
  const env = {HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder};
  return {...(await startServer(binary, args, pprof, {cwd: folder, env})), connect};
}

/** Answers with files, and passes some requests on to itself. */
function caddyfile(folder: string, port: number, adminPort: number): string {
  return write(
    join(folder, 'Caddyfile'),
    `{
	admin 127.0.0.1:${adminPort}
	auto_https off
	log {
		level ERROR
	}
}
http://127.0.0.1:${port} {
	handle /proxied {
		reverse_proxy 127.0.0.1:${port} {
			rewrite /answer
		}
	}
	handle /answer {
		respond "hello"
	}
	handle {
		root ${folder}
		file_server browse
	}
}
`,
  );
}

function corefile(folder: string, port: number, pprofPort: number): string {
  return write(
    join(folder, 'Corefile'),
    `.:${port} {
	bind 127.0.0.1
	whoami
	cache 1
	pprof 127.0.0.1:${pprofPort}
}
`,
  );
}

/** Scrapes itself each second. */
function prometheusConfiguration(folder: string, port: number): string {
  return write(
    join(folder, 'prometheus.yml'),
    `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: self
    static_configs:
      - targets: ['127.0.0.1:${port}']
`,
  );
}

function write(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}
