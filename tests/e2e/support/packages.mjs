// The packages of web/node_modules, for scripts that stand outside web/.
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const require = createRequire(resolve(root, 'web/package.json'));

export const { chromium } = require('playwright-core');
export const { WebSocketServer } = require('ws');
export const { parse: parseYaml } = require('yaml');
export const axeSource = require.resolve('axe-core/axe.min.js');
