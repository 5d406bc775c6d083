// The log viewer: what happened, newest first, with filters; and a time line of terminal, host, network and national system
// on one clock.
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../shared/api';
import { clockTime } from '../shared/format';
import type { State } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { kEventTypes } from './event_types';
import { type Filter, type LogPage as Page, type LogRecord, lanes, logAddress, merge, noFilter, parseLog, timeLine } from './log';

const kFollowMs = 2000;
const kTypingMs = 250;

interface Loaded {
  records: LogRecord[];
  next: number;
  clockInDoubt: boolean;
  state: 'loading' | 'good' | 'failed';
  why: string; // what the program says to a wrong filter
}

const kNothing: Loaded = { records: [], next: 0, clockInDoubt: false, state: 'loading', why: '' };
const failed = (error: unknown): Loaded => ({ ...kNothing, state: 'failed', why: error instanceof Refused ? error.message : '' });

class Refused extends Error {}

async function load(filter: Filter, before = 0): Promise<Page> {
  const answer = await fetch(logAddress(filter, before), { cache: 'no-store' });
  if (!answer.ok) throw new Refused(answer.status === 400 ? await answer.text() : '');
  return parseLog(await answer.json());
}

// The records of a filter; a new filter begins anew, following asks for the newest page again and again.
function useLog(filter: Filter, follow: boolean): [Loaded, () => void] {
  const [loaded, setLoaded] = useState(kNothing);
  const wanted = useRef(0);
  useEffect(() => {
    const mine = ++wanted.current;
    const current = (): boolean => wanted.current === mine;
    setLoaded((before) => ({ ...before, state: 'loading' }));
    const first = setTimeout(() => {
      load(filter).then(
        (page) => current() && setLoaded({ ...page, state: 'good', why: '' }),
        (error: unknown) => current() && setLoaded(failed(error)),
      );
    }, kTypingMs);
    const again = (): void => {
      load(filter).then(
        (page) =>
          current() &&
          setLoaded((known) => ({ ...page, records: merge(page.records, known.records), next: known.records.length === 0 ? page.next : known.next, state: 'good', why: '' })),
        () => undefined, // the page says elsewhere that the program is away
      );
    };
    const timer = follow ? setInterval(again, kFollowMs) : undefined;
    return () => {
      ++wanted.current;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [filter, follow]);
  const older = (): void => {
    const mine = wanted.current;
    load(filter, loaded.next).then(
      (page) => wanted.current === mine && setLoaded((known) => ({ ...page, records: merge(known.records, page.records), state: 'good', why: '' })),
      () => wanted.current === mine && setLoaded((known) => ({ ...known, state: 'failed' })),
    );
  };
  return [loaded, older];
}

export function LogPage({ state, say }: { state: State; say: Speech }) {
  const [filter, setFilter] = useState(noFilter);
  const [follow, setFollow] = useState(true);
  const [chosen, setChosen] = useState(0);
  const [loaded, older] = useLog(filter, follow);
  const { records, next } = loaded;
  return (
    <main class="board log">
      <Panel id="log-filter" title={say.say('console.log.title')}>
        {loaded.clockInDoubt ? <ClockInDoubt say={say} /> : null}
        <Filters filter={filter} set={setFilter} state={state} say={say} />
        <label class="follow">
          <input type="checkbox" name="follow" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
          {say.say('console.log.follow')}
        </label>
      </Panel>
      <Panel id="time-line" title={say.say('console.log.line')}>
        <Line records={records} chosen={chosen} choose={setChosen} say={say} />
      </Panel>
      <Panel id="records" title={say.say('console.log.records')} aside={<LoadState loaded={loaded} say={say} />}>
        <Records records={records} chosen={chosen} choose={setChosen} say={say} />
        {next === 0 ? null : (
          <button type="button" class="small-button" data-act="older" onClick={older}>
            {say.say('console.log.older')}
          </button>
        )}
      </Panel>
    </main>
  );
}

function LoadState({ loaded, say }: { loaded: Loaded; say: Speech }) {
  if (loaded.state === 'failed')
    return (
      <span class="missing" role="alert">
        {say.say('console.log.failed')} {loaded.why}
      </span>
    );
  return (
    <span class="soft" role="status">
      {loaded.state === 'loading' ? say.say('console.log.loading') : say.say('console.log.count', { n: loaded.records.length })}
    </span>
  );
}

// Old days stay until somebody says that the clock of this PC is right.
function ClockInDoubt({ say }: { say: Speech }) {
  const [told, setTold] = useState(false);
  const confirm = (): void => {
    setTold(true);
    void call('POST', 'api/log/clock').then(({ ok }) => setTold(ok));
  };
  return (
    <div class="to-do">
      <p class="to-do-title">{say.say('console.log.clock_in_doubt')}</p>
      <button type="button" class="small-button" data-act="clock" disabled={told} onClick={confirm}>
        {say.say('console.log.clock_right')}
      </button>
    </div>
  );
}

interface FiltersProps {
  filter: Filter;
  set(filter: Filter): void;
  state: State;
  say: Speech;
}

function Filters({ filter, set, state, say }: FiltersProps) {
  const field = (name: keyof Filter, type: 'search' | 'text' | 'datetime-local') => (
    <div>
      <label for={`log-${name}`}>{say.say(`console.log.filter.${name}`)}</label>
      <input id={`log-${name}`} type={type as 'text'} autocomplete="off" value={filter[name]} onInput={(event) => set({ ...filter, [name]: event.currentTarget.value })} />
    </div>
  );
  const choice = (name: keyof Filter, choices: [string, string][]) => (
    <div>
      <label for={`log-${name}`}>{say.say(`console.log.filter.${name}`)}</label>
      <select id={`log-${name}`} value={filter[name]} onChange={(event) => set({ ...filter, [name]: event.currentTarget.value })}>
        <option value="">{say.say('console.log.all')}</option>
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {field('text', 'search')}
      {choice('level', [
        ['warning', say.say('console.log.level.warning')],
        ['error', say.say('console.log.level.error')],
      ])}
      <details class="details more-filters" open={wideGlass()}>
        <summary>{say.say('console.log.more_filters')}</summary>
        <div class="filters">
          {choice('terminal', state.terminals.map(({ serial }) => [serial, serial]))}
          {choice('type', kEventTypes.map((type) => [type, say.sayBy('console.log.type', type, '')]))}
          {field('incident', 'text')}
          {field('since', 'datetime-local')}
          {field('until', 'datetime-local')}
        </div>
      </details>
      <button type="button" class="small-button" data-act="clear" onClick={() => set(noFilter)}>
        {say.say('console.log.clear')}
      </button>
    </form>
  );
}

interface ShownProps {
  records: LogRecord[];
  chosen: number;
  choose(sequence: number): void;
  say: Speech;
}

const kLaneHeight = 34;
const kFoot = 26;

// A picture of the list below it, for the eye; the list says the same in words. Across, all stands in parts of the width.
function Line({ records, chosen, choose, say }: ShownProps) {
  const { marks, ticks } = timeLine(records, wideGlass() ? 8 : 3);
  const height = lanes.length * kLaneHeight + kFoot;
  const across = (x: number): string => `${(3 + x * 94).toFixed(2)}%`;
  if (marks.length === 0) return <p class="soft">{say.say('console.log.none')}</p>;
  return (
    <div class="time-line">
      <ul aria-hidden="true">
        {lanes.map((lane) => (
          <li key={lane}>{say.say(`console.log.lane.${lane}`)}</li>
        ))}
      </ul>
      <svg height={height} role="img" aria-label={say.say('console.log.line_about')}>
        {lanes.map((lane, index) => (
          <rect key={lane} x="0" y={index * kLaneHeight + 2} width="100%" height={kLaneHeight - 4} class="lane" />
        ))}
        {ticks.map(({ x, time }) => (
          <g key={time}>
            <line x1={across(x)} x2={across(x)} y1="0" y2={height - kFoot} class="tick" />
            <text x={across(x)} y={height - 8} class="tick-time" text-anchor={x > 0.95 ? 'end' : x < 0.05 ? 'start' : 'middle'}>
              {time}
            </text>
          </g>
        ))}
        {marks.map(({ record, lane, x }) => (
          <svg key={record.sequence} x={across(x)} y={(lanes.indexOf(lane) + 0.5) * kLaneHeight} overflow="visible">
            <MarkSign level={record.level} chosen={record.sequence === chosen} choose={() => choose(record.sequence)} />
          </svg>
        ))}
      </svg>
    </div>
  );
}

const wideGlass = (): boolean => matchMedia('(min-width: 901px)').matches;

// Levels differ in shape as well as in colour.
function MarkSign({ level, chosen, choose }: { level: string; chosen: boolean; choose(): void }) {
  const look = `mark ${level}${chosen ? ' chosen' : ''}`;
  if (level === 'error') return <path d="M0 -10l10 10l-10 10l-10 -10z" class={look} onClick={choose} />;
  if (level === 'warning') return <path d="M0 -10l10 18h-20z" class={look} onClick={choose} />;
  return <circle r="6" class={look} onClick={choose} />;
}

function Records({ records, chosen, choose, say }: ShownProps) {
  const place = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (chosen !== 0) place.current?.querySelector(`[data-record="${chosen}"]`)?.scrollIntoView({ block: 'center' });
  }, [chosen]);
  return (
    <ol class="records" ref={place}>
      {records.map((record, index) => (
        <li key={record.sequence} class={`record ${record.level}${record.sequence === chosen ? ' chosen' : ''}`} data-record={record.sequence}>
          {day(record.time) === day(records[index - 1]?.time ?? '') ? null : <h3 class="day number">{day(record.time)}</h3>}
          <div class="record-row">
            <time class="number" dateTime={record.time}>
              {clockTime(record.time, true)}
            </time>
            <span class="lane-tag">{say.sayBy('console.log.lane', record.source, 'host')}</span>
            <span class="record-words">
              {record.level === 'error' || record.level === 'warning' ? (
                <span class={record.level === 'error' ? 'tag bad' : 'tag warn'}>{say.say(`console.log.level.${record.level}`)}</span>
              ) : null}{' '}
              {record.fits ? null : <span class="tag bad">{say.say('console.log.changed')}</span>}{' '}
              {(say.language === 'ja' ? record.words.ja : record.words.en) || record.type}
            </span>
            <More record={record} choose={choose} say={say} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function More({ record, choose, say }: { record: LogRecord; choose(sequence: number): void; say: Speech }) {
  const [open, setOpen] = useState(false);
  const turned = (now: boolean): void => {
    setOpen(now);
    if (now) choose(record.sequence);
  };
  return (
    <details class="details" onToggle={(event) => turned(event.currentTarget.open)}>
      <summary>{say.say('console.log.more')}</summary>
      {open ? <RecordFacts record={record} say={say} /> : null}
    </details>
  );
}

const day = (iso: string): string => iso.slice(0, 10);

function RecordFacts({ record, say }: { record: LogRecord; say: Speech }) {
  const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const named: [string, string][] = [
    [say.say('console.log.filter.type'), record.type],
    [say.say('console.log.filter.terminal'), record.terminal],
    [say.say('console.log.visit'), record.visit],
    [say.say('console.log.filter.incident'), record.incident],
    ...Object.entries(record.fields).map(([name, value]): [string, string] => [name, plain(value)]),
  ];
  return (
    <dl class="facts">
      {named
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} class="fact">
            <dt>{name}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
