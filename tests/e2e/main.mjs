// All end-to-end tests: main.mjs BUILT [PART OF A NAME]. With OMOTE_DEMO set, the real programs are driven as well.
import { resolve } from 'node:path';
import { accountFlows } from './account_flows.mjs';
import { accountPages } from './account_pages.mjs';
import { deviceFlows } from './device_flows.mjs';
import { devicePages } from './device_pages.mjs';
import { flows } from './flows.mjs';
import { incidentPages } from './incident_pages.mjs';
import { kioskBehaviour } from './kiosk_behaviour.mjs';
import { kioskLooks } from './kiosk_looks.mjs';
import { programPages } from './program_pages.mjs';
import { messagePages } from './message_pages.mjs';
import { loginPages } from './login_pages.mjs';
import { managePages } from './manage_pages.mjs';
import { receptionPages } from './reception_pages.mjs';
import { staffPages } from './staff_pages.mjs';
import { startBrowser } from './support/browser.mjs';
import { runTests } from './support/runner.mjs';

const [built, pattern] = process.argv.slice(2);
if (built === undefined) {
  console.error('usage: main.mjs BUILT [PART OF A NAME]');
  process.exit(2);
}
const demo = process.env.OMOTE_DEMO ?? '';
const browser = await startBrowser();
let count = { passed: 0, failed: 1 };
try {
  kioskBehaviour(browser, resolve(built));
  kioskLooks(browser, resolve(built));
  staffPages(browser, resolve(built));
  incidentPages(browser, resolve(built));
  accountPages(browser, resolve(built));
  receptionPages(browser, resolve(built));
  programPages(browser, resolve(built));
  loginPages(browser, resolve(built));
  managePages(browser, resolve(built));
  devicePages(browser, resolve(built));
  messagePages(browser, resolve(built));
  if (demo !== '') {
    flows(browser, demo);
    accountFlows(browser, demo);
    deviceFlows(browser, demo);
  } else {
    console.error('OMOTE_DEMO is not set: the flows through the real programs are not run');
  }
  count = await runTests(pattern);
} finally {
  await browser.close();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
