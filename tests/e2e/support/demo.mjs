// The real programs with simulators around them: the command in OMOTE_DEMO prints one JSON line with its three addresses
// once it is ready, and ends on SIGTERM.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const kStartLimitMs = 120_000;
const kStopLimitMs = 10_000;

export async function startDemo(command) {
  const child = spawn('sh', ['-c', `exec ${command}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.on('data', (data) => {
    said.push(String(data));
    if (said.length > 400) said.shift();
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const addresses = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the demo was not ready in time')), kStartLimitMs);
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      for (const line of text.split('\n')) {
        if (!line.trim().startsWith('{')) continue;
        try {
          const found = JSON.parse(line);
          if (found.kiosk && found.console && found.bench) {
            clearTimeout(timer);
            resolve(found);
          }
        } catch {
          // the line is not whole yet
        }
      }
    });
    child.on('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${said.join('').slice(-2000)}`)));
  });
  return {
    ...addresses,
    lastWords: () => said.join('').slice(-1500),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), kStopLimitMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

// The key that only the user of the program can read, as `omote` finds it.
export function localToken(port) {
  const folders = [process.env.OMOTE_RUNTIME, '/run/omote', `/tmp/omote-${process.getuid()}`].filter(Boolean);
  const file = folders.map((folder) => join(folder, `console-${port}.token`)).find(existsSync);
  return file === undefined ? '' : readFileSync(file, 'utf8').trim();
}
