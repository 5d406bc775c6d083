// Debian's Chromium, headless, without anything that would look for the outside.
import { readFileSync } from 'node:fs';
import { axeSource, chromium } from './packages.mjs';

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.OMOTE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A page that keeps what goes wrong in it: errors of the console, refused parts, requests that leave the machine.
export async function openPage(browser, viewport, options = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', locale: 'ja-JP', ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket connection/.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['127.0.0.1', 'localhost', ''].includes(url.hostname)) faults.push(`leaves the machine: ${request.url()}`);
  });
  return { page, faults, close: () => context.close() };
}

// What axe-core finds against WCAG 2.2 AA, one line for each.
export async function findBarriers(page) {
  // Through the browser's own tools: the page's policy rightly allows no foreign script.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(readFileSync(axeSource, 'utf8'));
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html.slice(0, 140)} ${node.any?.[0]?.message ?? ''}`),
  );
}

// Words that are cut off, or buttons that are too small for a finger: what a person would see as broken.
export async function findClipped(page, leastTarget) {
  return page.evaluate((least) => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px wider than the glass`);
    for (const element of document.querySelectorAll('h1, h2, p, button, li, td, th, dd, dt, label, input, select')) {
      if (element.closest('.hidden') !== null || element.closest('[hidden]') !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const name = `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 2 && style.overflowX !== 'auto' && style.display !== 'inline')
        found.push(`${name} is wider than its place`);
      if (box.right > clientWidth + 1 && element.closest('[data-scrolls]') === null) found.push(`${name} leaves the glass`);
      if (element.tagName === 'BUTTON' && (box.height < least || box.width < least)) found.push(`${name} is ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
    return found;
  }, leastTarget);
}

// On a kiosk nothing may lie outside the glass, and nothing may lie on something else.
export async function findOutside(page) {
  return page.evaluate(() => {
    const found = [];
    const { clientHeight } = document.documentElement;
    for (const element of [document.documentElement, document.querySelector('main')])
      if (element.scrollHeight > element.clientHeight) found.push(`${element.tagName} is ${element.scrollHeight - element.clientHeight} px taller than its place`);
    const parts = [...document.querySelectorAll('.main h1, .main .text, .main .note, .main button, .main .picture, .main .who, .main .for-staff, .main .countdown, .main .beads, .main .listed, .main .hint-picture, .main .questions p, .main .left, .main .guide, .main .pairing-number, .main .alarm-line')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    for (const { element, box } of parts)
      if (box.bottom > clientHeight + 1 || box.top < -1) found.push(`${element.className || element.tagName} lies outside the glass`);
    for (let i = 0; i < parts.length; ++i)
      for (let j = i + 1; j < parts.length; ++j) {
        const [a, b] = [parts[i], parts[j]];
        if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (width > 2 && height > 2)
          found.push(`"${(a.element.textContent || a.element.className).trim().slice(0, 30)}" and "${(b.element.textContent || b.element.className).trim().slice(0, 30)}" overlap by ${Math.round(width)}×${Math.round(height)}`);
      }
    return found;
  });
}
