// Every screen of the kiosk, as catalogue/screens.yaml shows it, in every language and on both kinds of glass: nothing cut
// off, nothing overlapping, no target too small for a finger, no barrier that axe-core knows.
import { join } from 'node:path';
import { findBarriers, findClipped, findOutside, openPage } from './support/browser.mjs';
import { kioskExamples, kioskSettings, previewPicture, showExample } from './support/kiosk_examples.mjs';
import { knowledge, qr } from './support/incident_examples.mjs';
import { startMock } from './support/mock.mjs';
import { none, test } from './support/runner.mjs';

const kLeastTarget = 44;
const kGlasses = [
  { width: 1280, height: 800 },
  { width: 800, height: 1280 },
];

// The fullest that each screen can be for an entry.
function troublesOf({ row, code, detail, who }) {
  const incident = { row, incident: '3K7Q-M2XA-9', qr };
  return [
    { screen: { id: 'trouble', params: { code, detail, reason: 'no_words_of_its_own', who, ...incident }, actions: ['again', 'pin', 'staff', 'cancel'] } },
    { screen: { id: 'waiting', params: { for: 'national', reason: 'no_words_of_its_own', ...incident }, actions: [] } },
  ];
}

export function kioskLooks(browser, built) {
  for (const glass of kGlasses)
    for (const language of ['ja', 'en']) {
      const at = `${language}, ${glass.width}×${glass.height}`;
      let opened;
      const seen = new Set();
      const open = async () => {
        const mock = await startMock(join(built, 'kiosk'));
        mock.greeting = [{ settings: { ...kioskSettings, languages: [language, language === 'ja' ? 'en' : 'ja'] } }];
        const { page, faults, close } = await openPage(browser, glass);
        await page.goto(mock.origin);
        await page.waitForSelector(`html[lang=${language}]`);
        return { mock, page, faults, close, picture: await previewPicture(browser), revision: 0 };
      };
      for (const example of kioskExamples()) {
        const slow = example.waitS > 0;
        const first = !seen.has(example.id);
        seen.add(example.id);
        if (slow && !(language === 'ja' && glass.width > glass.height)) continue; // its words are seen once
        test(`Kiosk screen ${example.name}, ${at}, is whole and open to all`, async () => {
          opened ??= await open();
          const { mock, page, faults, picture } = opened;
          await showExample(mock, example, ++opened.revision, picture);
          await page.waitForTimeout(example.waitS * 1000 + 40);
          none(await findClipped(page, kLeastTarget), 'clipped');
          none(await findOutside(page), 'outside or overlapping');
          // Barriers lie in structure and colour, which the glass and mostly the language leave as they are.
          if (glass.width > glass.height && (language === 'ja' || first)) none(await findBarriers(page), 'barriers');
          none(faults.splice(0), 'faults of the page');
        });
      }
      test(`Kiosk in trouble, the words of every entry, ${at}, are whole`, async () => {
        opened ??= await open();
        const findings = [];
        for (const entry of knowledge.entries)
          for (const example of troublesOf(entry)) {
            await showExample(opened.mock, example, ++opened.revision, opened.picture);
            const found = [...(await findClipped(opened.page, kLeastTarget)), ...(await findOutside(opened.page))];
            findings.push(...found.map((one) => `${entry.row}, ${example.screen.id}: ${one}`));
          }
        none(findings, 'clipped or outside');
      });
      test(`Kiosk, ${at}, closes`, async () => {
        await opened?.close();
        await opened?.mock.stop();
      });
    }
}
