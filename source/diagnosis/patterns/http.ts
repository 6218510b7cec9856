import {askCollector, type Pattern, takeLoadAway, titled} from './pattern.ts';

const client = 'It cannot prove these: ';

/** Both ends of HTTP, as in package net/http. */
export const httpPatterns = {
  'http-body-not-closed': {
    name: 'http-body-not-closed',
    title: titled('keeps', 'keep', 'a client connection for a response body that nobody closes'),
    phrase: 'response bodies not closed',
    cause:
      'A response was received and its body neither read to the end nor closed. Until then the connection belongs ' +
      'to this response: it cannot be used again, and its two goroutines, reader and writer, stay.',
    recognised:
      '`net/http.(*persistConn).readLoop` is the innermost function, status `select`: it waits for the end of a ' +
      'body. Beside it, one `writeLoop` for each. The caller is in neither stack: look for who calls the client. ' +
      'The same function in `IO wait` is an idle connection, and fine.',
    advice:
      'Close the body on every way out, right after the error check: `defer resp.Body.Close()`; and read what is ' +
      'left of it, `io.Copy(io.Discard, io.LimitReader(resp.Body, n))`, so that the connection can be used again.',
    confirm:
      'Search for calls of the client whose `resp.Body` is not closed on each way out (the linter `bodyclose` ' +
      'does). Take the load away: if the pairs do not go, even after the idle timeout, it is a leak.',
    provable: false,
    proof:
      client +
      'the connections are known to the transport, which is shared and usually global, and the network could wake ' +
      'them up.',
    reference: 'https://pkg.go.dev/net/http#Response',
    scenario: 'http-body-not-closed',
    variants: {
      'being-read': {
        when: 'When others are seen to read the bodies',
        title: titled('keeps', 'keep', 'a client connection for a response body that is still being read'),
        phrase: 'response bodies still being read',
        advice:
          'Nothing is to be mended here: the connection goes with the body that it carries. See the verdict on those who ' +
          'read it.',
        confirm: 'Look at those who read: they wait for more of a body that does not come to an end.',
      },
    },
  },
  'http-transport-per-request': {
    name: 'http-transport-per-request',
    title: titled('waits', 'wait', 'on an idle client connection that no later request will use'),
    phrase: 'transports made for one request',
    cause:
      'Each request makes an `http.Transport` of its own. A transport keeps its connections for the next request, ' +
      'which never comes; and one made as `&http.Transport{}` keeps idle connections without a time limit, where ' +
      'the default one closes them after 90 seconds.',
    recognised:
      '`net/http.(*persistConn).readLoop` in `IO wait`, below `bufio.(*Reader).Peek`, and one `writeLoop` in ' +
      '`select` for each; the pairs grow with the requests, while a shared transport keeps two idle connections ' +
      'for each host, unless told otherwise.',
    advice:
      'Make one `http.Client` (or `http.Transport`) and share it: both are safe for concurrent use. Where one has ' +
      'to go, set `IdleConnTimeout` and call `CloseIdleConnections` on it.',
    confirm:
      'Search for `&http.Transport{` and `.Clone()` inside functions that run for each request. The number stays ' +
      'for as long as the other side keeps its ends open.',
    provable: false,
    proof: client + 'they wait for the network, which the collector has to take for able to wake them up.',
    reference: 'https://pkg.go.dev/net/http#Transport',
    scenario: 'http-transport-per-request',
  },
  'http2-body-not-closed': {
    name: 'http2-body-not-closed',
    title: titled('keeps', 'keep', 'an HTTP/2 stream for a response body that nobody closes'),
    phrase: 'HTTP/2 bodies not closed',
    cause:
      'The same as with HTTP/1: a response body is neither read to the end nor closed. With HTTP/2 it holds no ' +
      "connection, but one stream of a shared one: there is one goroutine for each, and when the server's limit " +
      'on streams is reached, new requests wait or open more connections.',
    recognised:
      'The status is `select` in `net/http.(*http2clientStream).writeRequest`, below `doRequest`; since Go 1.27 it ' +
      'is `net/http/internal/http2.(*clientStream).writeRequest`, and with golang.org/x/net/http2 the function ' +
      'bears that path. The number of connections stays small while this group grows.',
    advice:
      'Close the body on every way out, right after the error check: `defer resp.Body.Close()`. A context with a ' +
      'deadline on the request ends the stream even where a body is forgotten.',
    confirm:
      'Search for calls of the client whose `resp.Body` is not closed on each way out (the linter `bodyclose` ' +
      `does). ${takeLoadAway}`,
    provable: false,
    proof:
      client + 'each stream is known to its connection, and the reader of the connection could wake it up.',
    reference: 'https://pkg.go.dev/net/http#Client.Do',
    scenario: 'http2-body-not-closed',
  },
  'http-no-deadline': {
    name: 'http-no-deadline',
    title: titled('waits', 'wait', 'for an answer to an HTTP request that has no deadline'),
    phrase: 'HTTP requests without a deadline',
    cause:
      'The other side accepts the connection and does not answer. `http.Get` and `http.DefaultClient` have no time ' +
      'limit of their own, so each caller waits as long as the connection stands.',
    recognised:
      'The status is `select` in `net/http.(*persistConn).roundTrip` (HTTP/1) or in the `RoundTrip` of HTTP/2, ' +
      'with `net/http.(*Client).do` and the caller below it; the same goroutines at every look. Whether there is ' +
      'a deadline does not show in the stack: that it has not struck does.',
    advice:
      'Give each request a deadline: `ctx, cancel := context.WithTimeout(ctx, d)`, `defer cancel()`, and ' +
      '`http.NewRequestWithContext(ctx, …)`; or set `Timeout` on the client, which includes the time to read ' +
      'the body.',
    confirm:
      'Look at the client that the caller uses: its `Timeout` is zero, and the context has no deadline.',
    provable: false,
    proof: client + 'an answer could still arrive from the network.',
    reference: 'https://pkg.go.dev/net/http#Client',
    scenario: 'http-no-deadline',
    variants: {
      'being-read': {
        when: 'When the answer has come, and its body is being read',
        title: titled('reads', 'read', 'an HTTP answer that does not come to an end'),
        phrase: 'HTTP answers that do not end',
        advice:
          'A stream of events is meant to last: cancel the context of its request when nobody wants it any more. Any ' +
          'other answer needs a deadline that includes its body: `ctx, cancel := context.WithTimeout(ctx, d)`, ' +
          '`defer cancel()`, and `http.NewRequestWithContext(ctx, …)`; or `Timeout` on the client.',
        confirm:
          'Look at what is read: a stream, or an answer that should have ended long ago? The number of streams falls ' +
          'when those who want them go.',
      },
    },
  },
  'handler-stuck': {
    name: 'handler-stuck',
    title: titled('serves', 'serve', 'an HTTP request that does not come to an end'),
    phrase: 'HTTP handlers that do not return',
    cause:
      'A handler waits for something that does not come: a channel, a lock, another service, a database. The ' +
      'client may have hung up long ago; a handler that does not look at `r.Context()` does not notice, and server ' +
      'timeouts do not stop it.',
    recognised:
      '`net/http.(*conn).serve` is the outermost function, a handler of the program is above it, and the same ' +
      'goroutines wait at the same place at every look. A connection that waits for its next request has no ' +
      'handler in its stack.',
    advice:
      'Pass `r.Context()` to everything that the handler calls, and wait with `case <-r.Context().Done(): return`: ' +
      'it ends when the client goes. Give outgoing calls a deadline of their own.',
    confirm:
      'Look at the innermost line of the program in the stack: what would have to happen for it to go on? Take the ' +
      `load away: requests that are merely slow come to an end. ${askCollector}`,
    provable: true,
    proof:
      'It depends on what the handler waits for. A channel or lock that nobody else has can be proven; a wait for ' +
      'the network, for time or for something global cannot.',
    reference: 'https://pkg.go.dev/net/http#Request.Context',
    scenario: 'handler-stuck',
    variants: {
      'client-stays': {
        when: 'When the source shows that they end with the client',
        title: titled('serves', 'serve', 'a request that its client keeps open'),
        phrase: 'requests that clients keep open',
        advice:
          'They end when the client goes, and it has not gone. Where the client is a program of yours, see that it ' +
          'closes the body or cancels the context of its request on every way out. If a request need not stay open ' +
          'for as long as its client likes, end it here: `context.WithTimeout` around the context of the request.',
        confirm:
          'Find out who the clients are, and whether they still read; if this process is one of them, see the ' +
          `verdict on what it asks. ${askCollector}`,
      },
    },
  },
} satisfies Readonly<Record<string, Pattern>>;
