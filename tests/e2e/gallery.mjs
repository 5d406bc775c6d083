// Draws every screen of the kiosk and the main states of console and bench, in every language, on wide and upright glass:
//   web/node tests/e2e/gallery.mjs BUILT OUT [kiosk|console|bench]…
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openPage, startBrowser } from './support/browser.mjs';
import { kioskExamples, kioskSettings, previewPicture, showExample } from './support/kiosk_examples.mjs';
import { startMock } from './support/mock.mjs';
import { accountExamples } from './support/account_examples.mjs';
import { programExamples } from './support/program_examples.mjs';
import { deviceExamples, showDevice } from './support/device_examples.mjs';
import { incidentExamples } from './support/incident_examples.mjs';
import { messageExamples } from './support/message_examples.mjs';
import { loginExamples } from './support/login_examples.mjs';
import { manageExamples } from './support/manage_examples.mjs';
import { receptionExamples } from './support/reception_examples.mjs';
import { benchExamples, consoleExamples } from './support/staff_examples.mjs';

const [builtArgument, outArgument, ...wanted] = process.argv.slice(2);
if (builtArgument === undefined || outArgument === undefined) {
  console.error('usage: gallery.mjs BUILT OUT [kiosk|console|bench]…');
  process.exit(2);
}
const built = resolve(builtArgument);
const out = resolve(outArgument);
const languages = ['ja', 'en'];
const only = process.env.GALLERY_ONLY === undefined ? undefined : new RegExp(process.env.GALLERY_ONLY);
const kKioskGlass = [
  { width: 1280, height: 800 },
  { width: 800, height: 1280 },
];
const kStaffGlass = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
let pictures = 0;

const glassName = (glass) => `${glass.width}x${glass.height}`;

async function kiosk(browser) {
  const picture = await previewPicture(browser);
  const examples = kioskExamples().filter(({ name }) => only?.test(name) ?? true);
  for (const glass of kKioskGlass)
    for (const language of languages) {
      const folder = join(out, 'kiosk', `${language}-${glassName(glass)}`);
      mkdirSync(folder, { recursive: true });
      const mock = await startMock(join(built, 'kiosk'));
      mock.greeting = [{ settings: { ...kioskSettings, languages: [language, ...languages.filter((id) => id !== language)] } }];
      const { page, close } = await openPage(browser, glass);
      await page.goto(mock.origin);
      await page.waitForSelector(`html[lang=${language}]`);
      let revision = 0;
      for (const example of examples) {
        await showExample(mock, example, ++revision, picture);
        await page.waitForTimeout(example.waitS * 1000 + 120);
        await page.screenshot({ path: join(folder, `${example.name}.png`) });
        ++pictures;
      }
      for (const example of deviceExamples.filter(({ name }) => only?.test(`device-${name}`) ?? true)) {
        await showDevice(mock, page, example, picture);
        await page.waitForTimeout(120);
        await page.screenshot({ path: join(folder, `device-${example.name}.png`) });
        ++pictures;
      }
      await close();
      await mock.stop();
    }
}

async function staffPage(browser, name, examples) {
  for (const glass of kStaffGlass)
    for (const language of languages) {
      const folder = join(out, name, `${language}-${glassName(glass)}`);
      mkdirSync(folder, { recursive: true });
      for (const example of examples.filter((one) => only?.test(one.name) ?? true)) {
        const mock = await startMock(join(built, name));
        mock.greeting = [{ state: example.state }];
        Object.assign(mock.answers, example.answers);
        const { page, close } = await openPage(browser, glass);
        await page.goto(`${mock.origin}${example.hash ?? ''}`);
        await page.waitForSelector('[data-ready]');
        if (language !== 'ja') await page.click(`[data-language=${language}]`);
        await example.act?.(page);
        await page.waitForTimeout(example.hash === undefined ? 150 : 600);
        await page.screenshot({ path: join(folder, `${example.name}.png`), fullPage: glass.width < 500 || example.whole === true });
        ++pictures;
        await close();
        await mock.stop();
      }
    }
}

const browser = await startBrowser();
try {
  const all = wanted.length === 0;
  if (all || wanted.includes('kiosk')) await kiosk(browser);
  if (all || wanted.includes('console')) await staffPage(browser, 'console', [...consoleExamples, ...incidentExamples, ...accountExamples, ...loginExamples, ...manageExamples, ...programExamples, ...messageExamples, ...receptionExamples]);
  if (all || wanted.includes('bench')) await staffPage(browser, 'bench', benchExamples);
} finally {
  await browser.close();
}
console.log(`${pictures} pictures in ${out}`);
