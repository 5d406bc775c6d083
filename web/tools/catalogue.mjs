// Reads and checks catalogue/screens.yaml and catalogue/languages/*.yaml.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

// { a: { b: "x" } } -> { "a.b": "x" }
export function flatten(tree, prefix = '') {
  const flat = {};
  for (const [key, value] of Object.entries(tree ?? {})) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (value !== null && typeof value === 'object') Object.assign(flat, flatten(value, path));
    else flat[path] = value;
  }
  return flat;
}

export function placeholders(text) {
  return [...String(text).matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]).sort();
}

// The languages in the order ja, en, then by name; flat keys each.
export function readLanguages(folder) {
  const first = ['ja', 'en'];
  const rank = (id) => (first.includes(id) ? first.indexOf(id) : first.length);
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return Object.fromEntries(ids.map((id) => [id, flatten(parse(readFileSync(join(folder, `${id}.yaml`), 'utf8')))]));
}

export function readCatalogue(folder) {
  const file = parse(readFileSync(join(folder, 'screens.yaml'), 'utf8'));
  return { ...file, languages: readLanguages(join(folder, 'languages')) };
}

// The text keys that a screen needs, by its parameters and live fields.
export function keysOfScreen(screen, catalogue) {
  const base = `screens.${screen.id}`;
  const both = (prefix) => [`${prefix}.title`, `${prefix}.text`];
  switch (screen.id) {
    case 'waiting':
      return screen.params.for.flatMap((value) => both(`${base}.${value}`));
    case 'card_face':
      return Object.keys(catalogue.sights).flatMap((sight) => both(`${base}.${sight}`));
    case 'face':
      return Object.keys(catalogue.face_hints).flatMap((hint) => both(`${base}.${hint}`));
    case 'face_failed':
      return screen.params.reason.flatMap((value) => both(`${base}.${value}`));
    case 'staff_call':
      return screen.params.by.flatMap((value) => both(`${base}.${value}`));
    case 'take_card':
      return screen.params.outcome.flatMap((value) => both(`${base}.${value}`));
    case 'choose':
      return [
        `${base}.title`,
        ...screen.params.face_reason.filter(Boolean).map((value) => `${base}.face_reason.${value}`),
        ...screen.params.pin_reason.filter(Boolean).map((value) => `${base}.pin_reason.${value}`),
      ];
    case 'trouble':
      return [
        ...screen.params.who.map((value) => `${base}.who.${value}`),
        ...['what', 'next', 'staff'].map((part) => `reasons.other.${part}`),
      ];
    case 'consent_each':
      return [`${base}.title`];
    default:
      return both(base);
  }
}

function checkParam(where, kind, value) {
  if (Array.isArray(kind)) return kind.includes(value) ? [] : [`${where}: "${value}" is not one of ${kind.join(', ')}`];
  if (kind === 'number') return /^[0-9]+$/.test(value) ? [] : [`${where}: "${value}" is not a number`];
  return typeof value === 'string' ? [] : [`${where}: a text in quotes is expected`];
}

function checkExample(screen, example, catalogue) {
  const where = `screens.yaml: ${screen.id}${example.name ? `, example ${example.name}` : ''}`;
  const faults = [];
  for (const [name, value] of Object.entries(example.params ?? {})) {
    const kind = screen.params[name];
    if (kind === undefined) faults.push(`${where}: unknown parameter ${name}`);
    else faults.push(...checkParam(`${where}, ${name}`, kind, value));
  }
  for (const action of example.actions ?? []) {
    if (!screen.actions.includes(action)) faults.push(`${where}: unknown action ${action}`);
  }
  for (const [name, value] of Object.entries(example.live ?? {})) {
    if (!(screen.live ?? []).includes(name)) faults.push(`${where}: unknown live field ${name}`);
    if (name === 'face_hint' && !(value in catalogue.face_hints)) faults.push(`${where}: unknown hint ${value}`);
    if (name === 'card_face_sight' && !(value in catalogue.sights)) faults.push(`${where}: unknown sight ${value}`);
  }
  return faults;
}

function checkScreens(catalogue) {
  const faults = [];
  const first = Object.values(catalogue.languages)[0];
  const needs = (key, why) => {
    if (!(key in first)) faults.push(`languages: ${key} is missing (${why})`);
  };
  const ids = new Set();
  for (const screen of catalogue.screens) {
    if (ids.has(screen.id)) faults.push(`screens.yaml: ${screen.id} stands twice`);
    ids.add(screen.id);
    if (![...catalogue.steps, 'none'].includes(screen.step)) faults.push(`screens.yaml: ${screen.id}: unknown step ${screen.step}`);
    if (typeof screen.picture !== 'string') faults.push(`screens.yaml: ${screen.id}: no picture`);
    if ((screen.examples ?? []).length === 0) faults.push(`screens.yaml: ${screen.id}: no example`);
    for (const key of keysOfScreen(screen, catalogue)) needs(key, `screen ${screen.id}`);
    for (const action of screen.actions) needs(`actions.${action}`, `screen ${screen.id}`);
    for (const example of screen.examples ?? []) faults.push(...checkExample(screen, example, catalogue));
  }
  for (const question of catalogue.questions) needs(`questions.${question}.name`, 'a question of consent');
  return faults;
}

const count = (steps) => Array.from({ length: steps }, (_, at) => at + 1);

// The words of what the national system says, and of the slips about it.
function checkAnswers({ screens, languages, validities, losses, slips }) {
  const faults = [];
  const first = Object.values(languages)[0];
  const needs = (key, why) => {
    if (!(key in first)) faults.push(`languages: ${key} is missing (${why})`);
  };
  for (const [code, { kind, good, steps }] of Object.entries(validities)) {
    const why = `validity ${code}`;
    if (typeof kind !== 'string' || typeof good !== 'boolean' || !Number.isInteger(steps)) faults.push(`screens.yaml: ${why}: kind, good and steps are expected`);
    for (const part of ['short', 'patient', 'next', 'staff', ...count(steps).map((step) => `do.${step}`)]) needs(`validity.${code}.${part}`, why);
    if (`validity.${code}.do.${steps + 1}` in first) faults.push(`screens.yaml: ${why}: the languages have more than ${steps} steps`);
    if (!good && first[`validity.${code}.patient`] === '') faults.push(`languages: validity.${code}.patient is empty, and the insurance does not count`);
  }
  const shown = screens.find(({ id }) => id === 'take_card').params.validity.filter(Boolean);
  const told = Object.keys(validities).filter((code) => code !== 'unknown');
  if (shown.join() !== told.join()) faults.push(`screens.yaml: take_card shows the validities ${shown.join(', ')}, and ${told.join(', ')} have words`);
  for (const code of losses) needs(`loss.${code}`, `loss ${code}`);
  for (const [notice, { steps, count: many }] of Object.entries(slips)) {
    needs(`notices.${notice}.patient`, `slip ${notice}`);
    needs(`console.slip.kinds.${notice}`, `slip ${notice}`);
    for (const part of ['title', 'text', 'after']) needs(`slips.${notice}.${part}`, `slip ${notice}`);
    for (const step of count(many)) needs(`slips.${steps}.${step}`, `slip ${notice}`);
  }
  return faults;
}

function checkLanguages(languages) {
  const faults = [];
  const [[firstId, first], ...others] = Object.entries(languages);
  const checkText = (id, key, text) => {
    if (typeof text !== 'string') faults.push(`languages/${id}.yaml: ${key} is not a text`);
    else if (text === '' && first[key] !== '') faults.push(`languages/${id}.yaml: ${key} is empty`);
  };
  for (const [key, text] of Object.entries(first)) checkText(firstId, key, text);
  for (const [id, flat] of others) {
    for (const key of Object.keys(first)) if (!(key in flat)) faults.push(`languages/${id}.yaml: ${key} is missing`);
    for (const [key, text] of Object.entries(flat)) {
      if (!(key in first)) {
        faults.push(`languages/${id}.yaml: ${key} is unknown in ${firstId}.yaml`);
        continue;
      }
      checkText(id, key, text);
      const wanted = placeholders(first[key]).join();
      if (placeholders(text).join() !== wanted) faults.push(`languages/${id}.yaml: ${key}: the words in braces must be {${wanted}}`);
    }
  }
  for (const key of Object.keys(first).filter((name) => /^reasons\..*\.what$/.test(name))) {
    for (const part of ['next', 'staff']) {
      const sibling = key.replace(/what$/, part);
      if (!(sibling in first)) faults.push(`languages/${firstId}.yaml: ${sibling} is missing`);
    }
  }
  return faults;
}

// Every fault in words; none means that the pages can be built.
export function checkCatalogue(catalogue) {
  return [...checkLanguages(catalogue.languages), ...checkScreens(catalogue), ...checkAnswers(catalogue)];
}
