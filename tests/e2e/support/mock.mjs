// Stands where a program stands: serves one built page with the programs' strict headers, and speaks its socket. A test
// says what comes down and reads what goes up.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from './packages.mjs';

const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const kPolicy = "default-src 'self'; connect-src 'self' ws:; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Somebody is signed in who may everything.
export const kSignedIn = { signed_in: true, name: '見本 花子', role: 'administrator', rights: ['look', 'operate', 'change'], first_start: false, totp: false };

// An answer of a test that is a refusal.
export const refused = (status, reason, more = {}) => ({ refusedWith: status, body: { reason, field: '', expected: { ja: '', en: '' }, ...more } });

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}

export async function startMock(folder) {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${folder} holds no built page; run web/build.sh first`);
  const server = createServer(async (request, response) => {
    const address = new URL(request.url, 'http://x');
    const path = normalize(address.pathname);
    const key = [`${request.method} ${path}`, path].find((one) => one in mock.answers);
    if (key !== undefined) {
      const body = await bodyOf(request);
      mock.asked.push(address);
      if (request.method !== 'GET') mock.sent.push({ method: request.method, path, body, mark: request.headers['x-omote'] });
      const answer = mock.answers[key];
      const told = typeof answer === 'function' ? answer(address.searchParams, body) : answer;
      const status = told?.refusedWith ?? 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(status === 200 ? told : told.body));
      return;
    }
    const file = join(folder, path.endsWith('/') ? 'index.html' : path);
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': kTypes[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': kPolicy,
      'x-content-type-options': 'nosniff',
    });
    createReadStream(file).pipe(response);
  });
  const sockets = new Set();
  const mock = {
    origin: '',
    greeting: [], // sent to each page that connects
    // "POST /path" or a path for every method: what it answers in JSON, or a function of what was asked and sent
    answers: { '/api/facts': { facts: [] }, 'GET /api/terminals': { terminals: [] }, 'GET /api/session': kSignedIn, 'POST /api/session/activity': {}, 'GET /api/reception': { notes: [] } },
    sent: [], // to those addresses, in order
    asked: [], // addresses of those, in order
    received: [],
    waiters: [],
    down(...messages) {
      for (const socket of sockets) for (const message of messages) socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
    },
    // Resolves with the first message up, from now on, that fits.
    up(fits, limitMs = 5000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the page did not send what was expected')), limitMs);
        mock.waiters.push((message) => {
          if (!fits(message)) return false;
          clearTimeout(timer);
          resolve(message);
          return true;
        });
      });
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    async stop() {
      mock.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const upgrade = new WebSocketServer({ server, path: '/socket' });
  upgrade.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      mock.received.push(message);
      mock.waiters = mock.waiters.filter((waiter) => !waiter(message));
    });
    for (const message of mock.greeting) socket.send(JSON.stringify(message));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  mock.origin = `http://127.0.0.1:${server.address().port}/`;
  return mock;
}
