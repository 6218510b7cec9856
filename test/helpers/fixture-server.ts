import {fixture} from '../profile/fixtures.ts';
import {answer, hostileServer, routes, type Behaviour, type HostileServer} from './hostile-server.ts';

const release = 'go1.26';
const textType = {'content-type': 'text/plain; charset=utf-8'};
const profileType = {'content-type': 'application/octet-stream'};

/** What the recorded process has, without the two goroutines of the request for its `debug=1` page (which says 54). */
export const fixtureGoroutines = 52;

/** What a Go 1.26 process answered once to each of gorowatch's requests. */
export const fixturePages: Readonly<Record<string, Behaviour>> = {
  '/debug/pprof/': answer(fixture(`${release}/index.html`), {'content-type': 'text/html; charset=utf-8'}),
  '/debug/pprof/cmdline': answer('/srv/shop\0-listen\0:8080', textType),
  '/debug/pprof/goroutine?debug=0': answer(fixture(`${release}/g0.pb.gz`), profileType),
  '/debug/pprof/goroutine?debug=1': answer(fixture(`${release}/g1.txt`), textType),
  '/debug/pprof/goroutine?debug=2': answer(fixture(`${release}/g2.txt`), textType),
};

/** A server that answers as a Go 1.26 process did once; it ends with the running test. */
export function fixtureServer(): Promise<HostileServer> {
  return hostileServer(routes(fixturePages));
}
