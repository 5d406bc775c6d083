// Accounts with the real program: the first administrator, somebody in the role of a user, and what ends when an account goes.
import { findBarriers, openPage } from './support/browser.mjs';
import { localToken, startDemo } from './support/demo.mjs';
import { ensure, equal, none, test } from './support/runner.mjs';

const kGlass = { width: 1280, height: 800 };
const kSlow = 20_000;
const kPassword = 'mint boat 42 kettle';

async function signIn(page, name) {
  await page.waitForSelector('[data-form=sign-in]', { timeout: kSlow });
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', kPassword);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-place=reception] [data-terminal]', { timeout: kSlow });
}

export function accountFlows(browser, command) {
  test('Accounts with the real program, from the first start to an account that is taken away', async () => {
    const demo = await startDemo(command);
    const opened = [];
    const open = async (address) => {
      const one = await openPage(browser, kGlass); // a browser of its own: no cookie of the others
      opened.push(one);
      await one.page.goto(address);
      return one.page;
    };
    try {
      const plain = demo.console.replace(/#.*/, '');
      const { port } = new URL(plain);
      const headers = { authorization: `Bearer ${localToken(port)}` };
      const { code } = await (await fetch(`${plain}api/session/setup-code`, { headers })).json();

      const head = await open(plain);
      await head.waitForSelector('[data-form=first-start]', { timeout: kSlow });
      for (const [name, text] of Object.entries({ code, name: '見本 花子', password: kPassword, again: kPassword })) await head.fill(`input[name=${name}]`, text);
      await head.keyboard.press('Enter');
      await head.waitForSelector('[data-role=administrator]', { timeout: kSlow });

      await head.click('[data-nav=staff]');
      await head.fill('[data-form=add] input[name=name]', '見本 太郎');
      await head.fill('[data-form=add] input[name=password]', kPassword);
      await head.click('[data-form=add] button[type=submit]');
      await head.waitForSelector('[data-member="見本 太郎"]', { timeout: kSlow });
      none(await findBarriers(head), 'barriers of the accounts');

      const user = await open(plain);
      await signIn(user, '見本 太郎');
      equal(await user.getAttribute('.who', 'data-role'), 'user', 'the role');
      const asked = (path, method = 'GET', body = undefined) =>
        user.evaluate(
          async ([where, how, what]) => (await fetch(where, { method: how, headers: { 'X-Omote': '1', 'Content-Type': 'application/json' }, body: what })).status,
          [path, method, body],
        );
      equal(await asked('api/state'), 200, 'what a user gets of the state');
      equal(await asked('api/staff'), 403, 'what a user gets of the accounts');
      equal(await asked('api/staff/role', 'POST', '{"name":"見本 太郎","role":"administrator"}'), 403, 'what a user gets for a role of choice');
      await user.click('[data-check-in=stop]');
      await user.waitForSelector('[data-check-in=start]', { timeout: kSlow }); // a user operates
      ensure((await user.context().cookies()).every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict'), 'a cookie lacks its flags');

      await head.click('[data-member="見本 太郎"] summary');
      await head.click('[data-member="見本 太郎"] button.danger');
      await head.click('[data-member="見本 太郎"] .sure .danger');
      await user.waitForSelector('[data-form=sign-in]', { timeout: kSlow });
      equal(await user.locator('[data-terminal]').count(), 0, 'terminals that a removed account still sees');

      await head.click('[data-act=sign-out]');
      await head.waitForSelector('[data-form=sign-in]', { timeout: kSlow });
      await signIn(head, '見本 花子');
    } finally {
      for (const { close } of opened) await close();
      await demo.stop();
    }
  });
}
