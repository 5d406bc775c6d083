// Reads catalogue/entries, causes, remedies, facts and their words, and checks what the pages need of them. (What stands
// behind the data, such as scenarios and actions, is checked by tools/catalogue.)
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const kReaders = ['heading', 'patient', 'staff', 'vendor', 'say'];
const kNoWords = { ja: '', en: '' };

const readYaml = (path) => (existsSync(path) ? parse(readFileSync(path, 'utf8')) : {});

// All rows of a folder's files, in the order of the files' names.
function readRows(folder, name) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => readYaml(join(folder, file))?.[name] ?? []);
}

const raisedOf = (raised) => (raised ?? []).map((one) => (typeof one === 'string' ? { reason: one, phase: '' } : { reason: one.reason, phase: one.phase ?? '' }));

function entryOf(row) {
  const words = Object.fromEntries(kReaders.map((reader) => [reader, row[reader] ?? kNoWords]));
  return {
    row: String(row.row),
    code: String(row.code ?? row.row),
    detail: String(row.detail ?? ''),
    aliases: (row.aliases ?? []).map(String),
    phase: row.phase ?? '',
    who: row.who ?? 'staff',
    severity: row.severity ?? 'visit',
    raised: raisedOf(row.raised),
    causes: (row.causes ?? []).map(({ id, prior }) => ({ id, prior })),
    ...words,
  };
}

function causeOf(row) {
  return { id: row.id, who: row.who ?? 'staff', title: row.title ?? kNoWords, explain: row.explain ?? kNoWords, remedies: row.remedies ?? [] };
}

function remedyOf(row) {
  const steps = (row.steps ?? []).map((step) => ({ say: step.say ?? kNoWords, picture: step.picture ?? '', wait_s: step.wait_s ?? 0, ...(step.check === undefined ? {} : { check: step.check }) }));
  return { id: row.id, kind: row.kind, cost_s: row.cost_s ?? 0, title: row.title ?? kNoWords, steps };
}

const byId = (rows, make) => Object.fromEntries(rows.map((row) => [row.id, make(row)]));

// E01 … E38, Q01 … Q32, then our own codes.
const kFamilies = ['E', 'Q', 'OMT'];
function rankOf({ row }) {
  const [, family = '', number = '0'] = /^([A-Z]+)(\d+)$/.exec(row) ?? [];
  const at = kFamilies.indexOf(family);
  return (at < 0 ? kFamilies.length : at) * 1000 + Number(number);
}

export function readKnowledge(folder) {
  const words = readYaml(join(folder, 'fact_words.yaml')).words ?? {};
  const facts = (readYaml(join(folder, 'facts.yaml')).facts ?? []).map((fact) => ({ ...fact, words: words[fact.id] }));
  return {
    entries: readRows(join(folder, 'entries'), 'entries').map(entryOf).sort((a, b) => rankOf(a) - rankOf(b)),
    causes: byId(readRows(join(folder, 'causes'), 'causes'), causeOf),
    remedies: byId(readRows(join(folder, 'remedies'), 'remedies'), remedyOf),
    facts: byId(facts, (fact) => ({
      id: fact.id,
      kind: fact.kind,
      ask: fact.ask ?? kNoWords,
      title: fact.words?.title ?? { ja: fact.id, en: fact.id },
      is: fact.words?.is ?? kNoWords,
      not: fact.words?.not ?? kNoWords,
      values: fact.words?.values ?? {},
    })),
    pictures: (readYaml(join(folder, 'pictures.yaml')).pictures ?? []).map(({ id }) => id),
    wordsOfFacts: Object.keys(words),
  };
}

// Words that hold more than their languages: a comma in a text without quotes.
function checkCommas(knowledge) {
  const faults = [];
  const walk = (tree, path) => {
    if (tree === null || typeof tree !== 'object') return;
    const extra = 'ja' in tree || 'en' in tree ? Object.keys(tree).filter((key) => key !== 'ja' && key !== 'en') : [];
    if (extra.length > 0) faults.push(`${path}: "${extra[0]}" follows a comma; put the text in quotes`);
    for (const [key, value] of Object.entries(tree)) walk(value, `${path} ${key}`);
  };
  for (const part of ['entries', 'causes', 'remedies', 'facts']) walk(knowledge[part], part);
  return faults;
}

// Every fault in words. A fact that nobody has put into words yet is shown by its id; all else would break a page.
export function checkKnowledge(knowledge, pictureFolder) {
  const faults = checkCommas(knowledge);
  const whole = (where, words) => {
    for (const language of ['ja', 'en']) if ((words?.[language] ?? '') === '') faults.push(`${where} has no words in ${language}`);
  };
  for (const fact of Object.values(knowledge.facts)) {
    whole(`fact_words.yaml: ${fact.id}, title`, knowledge.wordsOfFacts.includes(fact.id) ? fact.title : undefined);
    whole(`fact_words.yaml: ${fact.id}, is`, fact.is);
    if (fact.kind === 'flag') whole(`fact_words.yaml: ${fact.id}, not`, fact.not);
    if (fact.kind === 'number' && !fact.is.en.includes('{value}')) faults.push(`fact_words.yaml: ${fact.id}: "is" of a number holds {value}`);
  }
  for (const id of knowledge.wordsOfFacts) if (!(id in knowledge.facts)) faults.push(`fact_words.yaml: ${id} is no fact of facts.yaml`);
  for (const entry of knowledge.entries) for (const reader of kReaders) whole(`entry ${entry.row}, ${reader}`, entry[reader]);
  for (const entry of knowledge.entries)
    for (const { id } of entry.causes) if (!(id in knowledge.causes)) faults.push(`entry ${entry.row}: there is no cause ${id}`);
  for (const cause of Object.values(knowledge.causes))
    for (const id of cause.remedies) if (!(id in knowledge.remedies)) faults.push(`cause ${cause.id}: there is no remedy ${id}`);
  for (const remedy of Object.values(knowledge.remedies))
    for (const { picture } of remedy.steps)
      if (picture !== '' && !knowledge.pictures.includes(picture)) faults.push(`remedy ${remedy.id}: pictures.yaml does not list ${picture}`);
  for (const id of knowledge.pictures)
    if (!existsSync(join(pictureFolder, `${id}.svg`))) faults.push(`web/shared/pictures/${id}.svg is not drawn`);
  return faults;
}
