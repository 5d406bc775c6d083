// One picture of the three pages during a visit, from the real programs:
//   OMOTE_DEMO=… web/node tests/e2e/pages_picture.mjs OUT.png [FOLDER of the single pages]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPage, startBrowser } from './support/browser.mjs';
import { startDemo } from './support/demo.mjs';

const [out, folder] = process.argv.slice(2);
const command = process.env.OMOTE_DEMO ?? '';
if (out === undefined || command === '') {
  console.error('usage: OMOTE_DEMO="COMMAND" pages_picture.mjs OUT.png [FOLDER]');
  process.exit(2);
}
const kGlass = { width: 1280, height: 1000 };
const kSlow = 30_000;

// Three pages beside each other, each under its name.
async function compose(browser, pictures) {
  const page = await browser.newPage({ viewport: { width: 1500, height: 420 } });
  const figures = Object.entries(pictures).map(
    ([name, data]) => `<figure><img src="data:image/png;base64,${data.toString('base64')}"><figcaption>${name}</figcaption></figure>`,
  );
  await page.setContent(`<style>body{margin:0;padding:12px;display:grid;grid-template-columns:repeat(3,1fr);gap:12px;background:#e7ebea;
    font:600 16px 'Noto Sans CJK JP',sans-serif;color:#223}figure{margin:0}img{display:block;width:100%;border-radius:6px;border:1px solid #b8c2c0;box-sizing:border-box}
    figcaption{text-align:center;padding-top:6px}</style>${figures.join('')}`);
  const picture = await page.locator('body').screenshot({ type: 'png' });
  await page.close();
  return picture;
}

const browser = await startBrowser();
const demo = await startDemo(command);
try {
  const pages = {};
  for (const name of ['kiosk', 'console', 'bench']) {
    const { page } = await openPage(browser, kGlass);
    await page.goto(demo[name]);
    pages[name] = page;
  }
  const { kiosk, console: reception, bench } = pages;
  const shot = async (name, page) => {
    const picture = await page.screenshot();
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.png`), picture);
    }
    return picture;
  };
  const act = (action) => kiosk.click(`[data-action=${action}]:enabled`, { timeout: kSlow });
  for (const page of [bench, reception]) await page.waitForSelector('[data-ready]', { timeout: kSlow });
  await kiosk.waitForSelector('[data-screen=ready]', { timeout: kSlow });
  // One visit before, so that the console and the bench have something to tell.
  await bench.selectOption('#card-1', 'senior');
  await bench.click('[data-act=place]');
  await act('staff');
  await reception.fill('.staff input', '見本 受付');
  await reception.click('[data-staff=yes]');
  await kiosk.waitForSelector('[data-screen=consent],[data-screen=take_card]', { timeout: kSlow });
  if ((await kiosk.locator('[data-screen=consent]').count()) > 0) await act('all');
  await kiosk.waitForSelector('[data-screen=take_card]', { timeout: kSlow });
  for (const [name, page] of Object.entries(pages)) await shot(`after-${name}`, page);
  await bench.click('[data-act=take]');
  await kiosk.waitForSelector('[data-screen=ready]', { timeout: kSlow });

  await bench.selectOption('#card-1', 'adult');
  await bench.click('[data-act=place]');
  await kiosk.waitForSelector('[data-screen=choose]', { timeout: kSlow });
  for (const [name, page] of Object.entries(pages)) await shot(`choose-${name}`, page);
  await act('face');
  await kiosk.waitForSelector('[data-screen=face] img', { timeout: kSlow }).catch(async (error) => {
    for (const [name, page] of Object.entries(pages)) await shot(`instead-${name}`, page);
    throw error;
  });
  await kiosk.waitForTimeout(600);
  const pictures = {};
  for (const [name, page] of Object.entries(pages)) pictures[name] = await shot(name, page);
  writeFileSync(out, await compose(browser, pictures));
} catch (error) {
  console.error(demo.lastWords());
  throw error;
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`${out}: ${readFileSync(out).length} bytes`);
