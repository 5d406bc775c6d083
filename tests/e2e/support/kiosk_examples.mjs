// Every way a kiosk screen can look, from catalogue/screens.yaml.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml, root } from './packages.mjs';

export const kioskSettings = { clinic_name: '見本クリニック', languages: ['ja', 'en'], terminal_serial: 'OM-0001', version: '0.1.0' };

export function kioskExamples() {
  const { screens } = parseYaml(readFileSync(join(root, 'catalogue/screens.yaml'), 'utf8'));
  return screens.flatMap((screen) =>
    screen.examples.map((example) => ({
      name: example.name === undefined ? screen.id : `${screen.id}-${example.name}`,
      id: screen.id,
      screen: { id: screen.id, params: example.params ?? {}, actions: example.actions ?? [], seconds_left: example.seconds_left ?? 0 },
      live: example.live,
      preview: example.preview === true,
      waitS: example.wait_s ?? 0,
    })),
  );
}

// A picture as the face camera would send it: a drawn person, no photograph.
export async function previewPicture(browser) {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  await page.setContent(`<style>body{margin:0}</style><svg width="640" height="480" viewBox="0 0 640 480">
    <rect width="640" height="480" fill="#a9b7b3"/><rect x="30" y="30" width="180" height="260" fill="#c5d3d2"/>
    <path d="M150 480q10-130 170-130t170 130z" fill="#4f7186"/><path d="M280 300v70q40 30 80 0v-70z" fill="#d9aa84"/>
    <ellipse cx="320" cy="225" rx="92" ry="118" fill="#e3b993"/><path d="M226 220q-10-135 94-135t94 135q-14-60-52-76-44 14-88-2-40 20-48 78z" fill="#33302e"/>
    <ellipse cx="284" cy="222" rx="11" ry="7" fill="#222"/><ellipse cx="356" cy="222" rx="11" ry="7" fill="#222"/>
    <path d="M320 228q10 24 0 32M290 292q30 16 60 0" stroke="#8d5b42" stroke-width="6" fill="none" stroke-linecap="round"/></svg>`);
  const picture = await page.screenshot({ type: 'jpeg', quality: 80 });
  await page.close();
  return picture;
}

// Puts one example on the glass and waits until the page says that it is drawn.
export async function showExample(mock, example, revision, picture) {
  const drawn = mock.up((message) => message.shown?.revision === revision);
  mock.down({ screen: { revision, ...example.screen } });
  await drawn;
  if (example.preview) mock.down(picture);
  if (example.live !== undefined) mock.down({ live: { revision, ...example.live } });
}
